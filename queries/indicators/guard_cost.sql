-- One row is one office on one day in the roster: net cost of staffed guard hours in euros and the share of a week.
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: staffing
-- order: 420
-- unit: euros_per_week
-- kind: amount
-- per: 1
-- better: lower
-- offices: add_up
-- comparable: across
-- sources: shifts
-- version: 1.0

select
    office_id,
    day,
    guard_cost_eur as numerator,
    cast(1 as double) / 7 as denominator
from office_days
where has_roster
order by office_id, day
