-- One row is one office on one day with checks: persons with a find and persons checked.
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: checks
-- order: 310
-- unit: per_1000_checked
-- kind: share
-- per: 1000
-- decimals: 1
-- better: neither
-- comparable: within_regime
-- sources: checks
-- version: 1.0

select
    office_id,
    day,
    cast(persons_with_find_count as double) as numerator,
    cast(checked_count as double) as denominator
from office_days
where regime in ('VOLL', 'STICH') and persons_with_find_count is not null
order by office_id, day
