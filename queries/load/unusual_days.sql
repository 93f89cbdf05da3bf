-- Template: rows of a batch with ten times the usual count of their office on that weekday, within a year of the batch.

with rows_after as (
    select day, office_id, {value}
    from batch_rows
    union all
    select old_row.day, old_row.office_id, old_row.{value}
    from {table} as old_row
    where
        old_row.day >= date '{since}'
        and old_row.day < date '{until}'
        and old_row.rowid not in (select old_row_id from matched)
        and old_row.office_id in (select office_id from batch_rows where {value} >= {least_count})
),

usual as (
    select
        office_id,
        isodow(day) as iso_weekday,
        median({value}) as usual_count,
        count({value}) as day_count
    from rows_after
    group by office_id, iso_weekday
)

select new_row.row_number, new_row.day, new_row.office_id, new_row.{value}, usual.usual_count
from batch_rows as new_row
inner join usual on new_row.office_id = usual.office_id and isodow(new_row.day) = usual.iso_weekday
where
    usual.day_count >= {least_days}
    and new_row.{value} >= {least_count}
    and new_row.{value} >= {factor} * usual.usual_count
order by new_row.row_number
