-- One row is one clock hour in which incidents at the office itself were reported (on the spot, not withdrawn).
-- parameters: none
-- returns: office_id, hour, incident_count

select
    office_id,
    hour,
    count(*) as incident_count
from incidents
where hour is not null and place_code in ('EING', 'WART', 'SCHA', 'BUER') and status_code <> 'STORNO'
group by office_id, hour
order by office_id, hour
