-- Template: one row is one Parquet file, with how many rows it holds.

select file_name, num_rows
from parquet_file_metadata([{files}])
