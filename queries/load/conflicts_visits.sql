-- Template: visitor counts of a batch that lie below the number of persons checked on that day.

with checked_days as (
    select day, office_id, sum(checked_count) as checked_count
    from checks
    group by day, office_id
)

select new_row.row_number, checked_days.checked_count, new_row.visit_count
from batch_rows as new_row
inner join checked_days on new_row.day = checked_days.day and new_row.office_id = checked_days.office_id
where checked_days.checked_count > new_row.visit_count
order by new_row.row_number
