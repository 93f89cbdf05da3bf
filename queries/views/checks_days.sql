-- One row is one office that was ever checked, on one day, in each way in which it was checked; without checks, an open day.
-- regime is empty on days without checks. A count that one of the checks of a row lacks is not known for the row.
-- parameters: none
-- returns: office_id, day, iso_weekday, is_open, regime, checked_count, persons_with_find_count, item_count, refused_count, visit_count, is_mixed

with by_regime as (
    select
        office_id,
        day,
        cast(regime as string) as regime,
        sum(checked_count) as checked_count,
        case when count(persons_with_find_count) = count(checked_count) then sum(persons_with_find_count) end
            as persons_with_find_count,
        case when count(item_count) = count(checked_count) then sum(item_count) end as item_count,
        case when count(refused_count) = count(checked_count) then sum(refused_count) end as refused_count
    from checks
    where regime in ('VOLL', 'STICH')
    group by office_id, day, cast(regime as string)
),

checked_offices as (
    select distinct office_id
    from by_regime
),

mixed_days as (
    select
        office_id,
        day
    from by_regime
    group by office_id, day
    having count(*) > 1
)

select
    office_days.office_id,
    office_days.day,
    calendar.iso_weekday,
    office_days.is_open,
    by_regime.regime,
    cast(by_regime.checked_count as bigint) as checked_count,
    cast(by_regime.persons_with_find_count as bigint) as persons_with_find_count,
    cast(by_regime.item_count as bigint) as item_count,
    cast(by_regime.refused_count as bigint) as refused_count,
    office_days.visit_count,
    mixed_days.day is not null as is_mixed
from office_days
inner join checked_offices on checked_offices.office_id = office_days.office_id
inner join calendar on calendar.day = office_days.day
left join by_regime on by_regime.office_id = office_days.office_id and by_regime.day = office_days.day
left join mixed_days on mixed_days.office_id = office_days.office_id and mixed_days.day = office_days.day
where office_days.is_open or by_regime.regime is not null
order by office_days.office_id, office_days.day, by_regime.regime nulls last
