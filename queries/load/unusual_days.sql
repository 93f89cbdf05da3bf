-- Template: rows of a batch with ten times the usual count of their office on that weekday.

with rows_after as (
    select new_row.day, new_row.office_id, new_row.{value}, calendar.iso_weekday
    from batch_rows as new_row
    inner join calendar on new_row.day = calendar.day
    union all
    select old_row.day, old_row.office_id, old_row.{value}, calendar.iso_weekday
    from {table} as old_row
    inner join calendar on old_row.day = calendar.day
    where old_row.rowid not in (select old_row_id from matched)
),

usual as (
    select office_id, iso_weekday, median({value}) as usual_count, count({value}) as day_count
    from rows_after
    group by office_id, iso_weekday
)

select new_row.row_number, new_row.day, new_row.office_id, new_row.{value}, usual.usual_count
from batch_rows as new_row
inner join calendar on new_row.day = calendar.day
inner join usual on new_row.office_id = usual.office_id and calendar.iso_weekday = usual.iso_weekday
where
    usual.day_count >= {least_days}
    and new_row.{value} >= {least_count}
    and new_row.{value} >= {factor} * usual.usual_count
order by new_row.row_number
