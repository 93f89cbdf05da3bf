-- Template: notes the resting checks with the registered keys as gone.

insert into older_gone_checks
select old_row.rowid
from {table} as old_row
where old_row.rowid < 0 and exists (select 1 from gone_keys as new_row where {same_key})
