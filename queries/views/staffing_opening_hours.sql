-- One row is one stretch of hours in which an office is open on one weekday (half-open, minutes since midnight).
-- parameters: none
-- returns: office_id, iso_weekday, from_minute, until_minute

select
    office_id,
    iso_weekday,
    from_minute,
    until_minute
from opening_hours
order by office_id, iso_weekday, from_minute
