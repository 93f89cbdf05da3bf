-- One row is one office on one day with checks: persons checked and visitors (empty where not counted).
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: checks
-- order: 320
-- unit: percent_of_visitors
-- kind: share
-- per: 100
-- better: neither
-- comparable: within_regime
-- sources: checks, visits
-- version: 1.0

select
    office_id,
    day,
    cast(checked_count as double) as numerator,
    cast(visit_count as double) as denominator
from office_days
where regime in ('VOLL', 'STICH') and checked_count is not null
order by office_id, day
