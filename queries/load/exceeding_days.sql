-- Template: one row is one day of an office on which more persons were checked than visitors counted, of the days looked at.

with checked_days as (
    select day, office_id, sum(checked_count) as checked_count
    from checks
    where {within}
    group by day, office_id
)

select checked_days.day, checked_days.office_id, checked_days.checked_count, visits.visit_count
from checked_days
inner join visits on checked_days.day = visits.day and checked_days.office_id = visits.office_id
where checked_days.checked_count > visits.visit_count
order by checked_days.day, checked_days.office_id
