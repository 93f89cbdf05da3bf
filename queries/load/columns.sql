-- Template: every column of every table of the exports and batches, as it is declared.

select table_name, column_name, data_type
from duckdb_columns()
where not internal and schema_name = 'main'
order by table_name, column_index
