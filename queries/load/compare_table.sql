-- Template: one row is one office with how many rows of a table left, came and changed since it was remembered.

select
    {office} as office_id,
    count(*) filter (where new_row.batch_id is null) as leaving_count,
    count(*) filter (where old_row.batch_id is null) as coming_count,
    count(*) filter (where new_row.batch_id is not null and old_row.batch_id is not null) as changed_count
from before_{table} as old_row
full outer join {table} as new_row on {same_key}
where new_row.batch_id is null or old_row.batch_id is null or not ({same_values})
group by {office}
order by {office}
