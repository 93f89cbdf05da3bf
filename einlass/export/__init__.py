"""One record → files. Machine files hold points, ISO dates, UTF-8, and say on every row where they come from."""

from einlass.export.csv_files import Record, finding_csv, records_csv, series_csv, weeks_csv
from einlass.export.recalculate import SERIES_FILE, is_recalculable, program
from einlass.export.table_csv import file_stem, table_csv
from einlass.export.workbook import workbook

__all__ = [
    "SERIES_FILE",
    "Record",
    "file_stem",
    "finding_csv",
    "is_recalculable",
    "program",
    "records_csv",
    "series_csv",
    "table_csv",
    "weeks_csv",
    "workbook",
]
