-- Template: notes the days of the rows with the registered keys.

insert into touched_days
select distinct old_row.day
from {table} as old_row
where exists (select 1 from gone_keys as new_row where {same_key})
