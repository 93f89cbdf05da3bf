"""Writes one known table as a workbook in many spellings, and says what must come out of each."""
