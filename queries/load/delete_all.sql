-- Template: removes every row of a table.

delete from {own}
