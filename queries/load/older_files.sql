-- Template: one row is one file from which a snapshot takes rows, oldest first, with the tables of them.

select file_number, file_name, sha256, byte_count, list(table_name order by table_name)
from "{catalog}".main.older_files
group by file_number, file_name, sha256, byte_count
order by file_number
