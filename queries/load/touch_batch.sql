-- Template: notes the days of the rows that a batch brings, and of those that it replaces.

insert into touched_days
select day
from batch_rows
where row_number not in (select row_number from matched where is_same)
union
select day
from {table}
where rowid in (select old_row_id from matched where not is_same)
