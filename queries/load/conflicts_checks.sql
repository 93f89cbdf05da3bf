-- Template: check rows of a batch on days on which more persons were checked than visitors counted.

with rows_after as (
    select day, office_id, checked_count from batch_rows
    union all
    select old_row.day, old_row.office_id, old_row.checked_count
    from checks as old_row
    where old_row.rowid not in (select old_row_id from matched)
),

checked_days as (
    select day, office_id, sum(checked_count) as checked_count
    from rows_after
    group by day, office_id
)

select new_row.row_number, checked_days.checked_count, visits.visit_count
from batch_rows as new_row
inner join checked_days on new_row.day = checked_days.day and new_row.office_id = checked_days.office_id
inner join visits on new_row.day = visits.day and new_row.office_id = visits.office_id
where checked_days.checked_count > visits.visit_count and new_row.checked_count > 0
order by new_row.row_number
