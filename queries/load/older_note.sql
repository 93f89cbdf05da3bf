-- Template: notes a file where rows of a table rest.

insert into lean.main.older_files
values ({number}, '{table}', '{name}', '{sha256}', {byte_count})
