-- One row is one episode of a measure at an office.
-- parameters: none
-- returns: measure_id, office_id, valid_from, planned_until, extended_until, valid_until, regime

select
    measure_id,
    office_id,
    valid_from,
    planned_until,
    extended_until,
    valid_until,
    regime
from measures
order by measure_id, valid_from, office_id
