-- Template: like touch_gone, of what was found: the days of the checks.

insert into touched_days
select distinct day
from checks
where
    check_id in (
        select old_row.check_id
        from {table} as old_row
        where exists (select 1 from gone_keys as new_row where {same_key})
    )
