-- Template: how many more rows of a table bear a key of the batch than the batch has rows (must be none).

select count(*) - (select count(*) from batch_rows)
from batch_rows as new_row
inner join {table} as old_row on {same_key}
