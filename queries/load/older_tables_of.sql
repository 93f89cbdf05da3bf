-- Template: one row is one table of a snapshot.

select table_name
from duckdb_tables()
where database_name = '{catalog}' and schema_name = 'main'
order by table_name
