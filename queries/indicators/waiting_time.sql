-- One row is one office on one day with checks: the median waiting time of its check blocks.
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: checks
-- order: 340
-- unit: minutes
-- kind: amount
-- per: 1
-- decimals: 1
-- better: lower
-- comparable: within_regime
-- sources: checks
-- version: 1.0

select
    office_id,
    day,
    waiting_median_minutes as numerator,
    cast(1 as double) as denominator
from office_days
where waiting_median_minutes is not null
order by office_id, day
