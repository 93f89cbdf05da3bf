-- Template: one row is one waiting row of an export, by its import and its number in the file.

select batch_id, row_number
from waiting
where source_table = '{table}'
order by batch_id, row_number
