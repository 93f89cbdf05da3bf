-- One row is one office on one day in the roster: staffed guard hours and the share of a week the day is.
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: staffing
-- order: 410
-- unit: hours_per_week
-- kind: amount
-- per: 1
-- decimals: 1
-- better: neither
-- offices: add_up
-- comparable: across
-- sources: shifts
-- version: 1.0

select
    office_id,
    day,
    actual_guard_hours as numerator,
    cast(1 as double) / 7 as denominator
from office_days
where has_roster
order by office_id, day
