-- Template: like touch_batch, of what was found: the days of the checks.

insert into touched_days
select distinct day
from checks
where
    check_id in (
        select check_id
        from batch_rows
        where row_number not in (select row_number from matched where is_same)
        union
        select old_row.check_id
        from matched
        inner join batch_rows as new_row on matched.row_number = new_row.row_number
        inner join {table} as old_row on {same_key}
        where not matched.is_same
    )
