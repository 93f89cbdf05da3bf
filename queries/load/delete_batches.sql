-- Template: removes the batches of a table.

delete from batches
where source_table = '{table}'
