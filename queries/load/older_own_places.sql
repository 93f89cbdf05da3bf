-- Template: the same with the number of each row.
select *, rowid as rowid from "{catalog}".main.{table}
