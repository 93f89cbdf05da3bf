-- Template: in how many rows a batch changes each column.

select {counts}
from matched
inner join batch_rows as new_row on matched.row_number = new_row.row_number
inner join {table} as old_row on matched.old_row_id = old_row.rowid
where not matched.is_same
