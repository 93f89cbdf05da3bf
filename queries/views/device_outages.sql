-- One row is one office on one day on which a scanner failed.
-- parameters: none
-- returns: office_id, day, device_outage_minutes

select
    office_id,
    day,
    device_outage_minutes
from office_days
where device_outage_minutes > 0
order by office_id, day
