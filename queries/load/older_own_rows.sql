-- Template: the rows of a table that the snapshot holds itself.
select * from "{catalog}".main.{table}
