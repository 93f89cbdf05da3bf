"""One record → files. Machine files hold points, ISO dates, UTF-8, and say on every row where they come from."""

from einlass.export.csv_files import finding_csv, series_csv

__all__ = ["finding_csv", "series_csv"]
