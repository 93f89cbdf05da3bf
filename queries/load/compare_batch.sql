-- Template: what a batch will do to its table: new, changed and unchanged rows.

select
    count(*) filter (where old_row.batch_id is null) as new_count,
    count(*) filter (where old_row.batch_id is not null and not ({same_values})) as changed_count,
    count(*) filter (where old_row.batch_id is not null and ({same_values})) as unchanged_count
from batch_rows as new_row
left join {table} as old_row on {same_key}
