-- Template: whether a snapshot has checks that rest in files beside it.

select count(*)
from duckdb_tables()
where database_name = '{catalog}' and table_name = 'older_files'
