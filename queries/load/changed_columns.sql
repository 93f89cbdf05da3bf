-- Template: in how many rows a batch changes each column.

select {counts}
from batch_rows as new_row
inner join {table} as old_row on {same_key}
