"""Rows → a new version of the data: preview, undo, what waits, and the process with limits in which it happens."""
