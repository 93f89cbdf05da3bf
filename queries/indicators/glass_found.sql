-- One row is one office on one day with checks of which every found item is listed: items of glass found and persons checked.
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: checks
-- order: 359
-- unit: per_1000_checked
-- kind: rate
-- per: 1000
-- decimals: 2
-- better: neither
-- comparable: within_regime
-- sources: checks, finds
-- version: 1.0

with listed as (
    select
        office_id,
        day,
        sum(item_count) as item_count,
        sum(case when category_code = 'GLS' then item_count else 0 end) as kind_count
    from find_days
    group by office_id, day
)

select
    office_days.office_id,
    office_days.day,
    cast(coalesce(listed.kind_count, 0) as double) as numerator,
    cast(office_days.checked_count as double) as denominator
from office_days
left join listed on listed.office_id = office_days.office_id and listed.day = office_days.day
where
    office_days.regime in ('VOLL', 'STICH')
    and office_days.checked_count > 0
    and office_days.item_count <= coalesce(listed.item_count, 0)
order by office_days.office_id, office_days.day
