-- Template: the version of its query file by which each fact was made.

select table_name, comment
from duckdb_tables()
where not temporary and database_name = '{catalog}'
