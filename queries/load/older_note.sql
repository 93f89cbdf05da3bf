-- Template: notes a file of checks that rest.

insert into lean.main.older_files
values ({number}, '{name}', '{sha256}', {byte_count})
