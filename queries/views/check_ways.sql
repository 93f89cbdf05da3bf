-- One row is one office, one day and one way in which anybody was checked there: VOLL everybody, STICH some.
-- parameters: none
-- returns: office_id, day, regime

select distinct
    office_id,
    day,
    regime
from check_hours
order by office_id, day, regime
