"""A council paper: what it says (`content`, `write`) and how it looks as PDF, DOCX and OParl."""
