-- Template: the rows of a table that a batch brings again, and whether they say the same.

create or replace temporary table matched as
select new_row.row_number, old_row.rowid as old_row_id, ({same_values}) as is_same
from batch_rows as new_row
inner join {table} as old_row on {same_key}
