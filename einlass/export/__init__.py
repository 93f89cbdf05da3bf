"""One record → files. Machine files hold points, ISO dates, UTF-8, and say on every row where they come from."""

from einlass.export.csv_files import Record, finding_csv, findings_csv, records_csv, series_csv, weeks_csv
from einlass.export.extract import Extract, extract_data, extract_table, extract_xlsx, mark
from einlass.export.recalculate import SERIES_FILE, is_recalculable, program
from einlass.export.table_csv import file_stem, table_csv
from einlass.export.workbook import workbook

__all__ = [
    "SERIES_FILE",
    "Extract",
    "Record",
    "extract_data",
    "extract_table",
    "extract_xlsx",
    "file_stem",
    "finding_csv",
    "findings_csv",
    "is_recalculable",
    "mark",
    "program",
    "records_csv",
    "series_csv",
    "table_csv",
    "weeks_csv",
    "workbook",
]
