-- Template: the keys of rows inside the days, and of the offices, of a full export that it no longer holds.

select {old_key}
from {table} as old_row
where
    {in_period}
    and (
        not exists (select 1 from covered_offices)
        or old_row.office_id in (select office_id from covered_offices)
    )
    and not exists (select 1 from seen_keys as new_row where {same_key})
order by {old_key}
