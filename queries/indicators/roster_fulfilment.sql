-- One row is one office on one day with planned shifts: staffed and planned guard hours.
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: staffing
-- order: 430
-- unit: percent_of_planned_hours
-- kind: amount
-- per: 100
-- better: higher
-- comparable: within_regime
-- sources: shifts
-- version: 1.0

select
    office_id,
    day,
    actual_guard_hours as numerator,
    planned_guard_hours as denominator
from office_days
where has_roster and planned_guard_hours > 0
order by office_id, day
