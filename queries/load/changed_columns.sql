-- Template: in how many rows a batch changes each column.

select {counts}
from matched
inner join batch_rows as new_row on matched.row_number = new_row.row_number
inner join {table} as old_row on {same_key}
where not matched.is_same
