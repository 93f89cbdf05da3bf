-- Template: notes the days of the rows that a batch brings, and of those that it replaces.

insert into touched_days
select day
from batch_rows
where row_number not in (select row_number from matched where is_same)
union
select old_row.day
from matched
inner join batch_rows as new_row on matched.row_number = new_row.row_number
inner join {table} as old_row on {same_key}
where not matched.is_same
