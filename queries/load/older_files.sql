-- Template: one row is one file of checks that rest, oldest first.

select file_number, file_name, sha256, byte_count
from "{catalog}".main.older_files
order by file_number
