-- Template: puts the registered frame new_rows into a table, column by name.

insert into {table} by name
select * from new_rows
