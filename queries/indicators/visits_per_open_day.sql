-- One row is one office on one open day with a visitor count.
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: visits
-- order: 510
-- unit: visits_per_open_day
-- kind: amount
-- per: 1
-- better: neither
-- comparable: across
-- sources: visits
-- version: 1.0

select
    office_id,
    day,
    cast(visit_count as double) as numerator,
    cast(1 as double) as denominator
from office_days
where is_open and visit_count is not null
order by office_id, day
