-- One row is one office that was ever checked, on one day on which it was open or checks took place.
-- parameters: none
-- returns: office_id, day, iso_weekday, is_open, regime, checked_count, persons_with_find_count, item_count, visit_count

with checked as (
    select distinct office_id
    from office_days
    where regime in ('VOLL', 'STICH')
)

select
    office_days.office_id,
    office_days.day,
    calendar.iso_weekday,
    office_days.is_open,
    case when office_days.regime in ('VOLL', 'STICH') then office_days.regime end as regime,
    case when office_days.regime in ('VOLL', 'STICH') then office_days.checked_count end as checked_count,
    case when office_days.regime in ('VOLL', 'STICH') then office_days.persons_with_find_count end
        as persons_with_find_count,
    case when office_days.regime in ('VOLL', 'STICH') then office_days.item_count end as item_count,
    office_days.visit_count
from office_days
inner join checked on checked.office_id = office_days.office_id
inner join calendar on calendar.day = office_days.day
where office_days.is_open or office_days.regime in ('VOLL', 'STICH')
order by office_days.office_id, office_days.day
