-- One row is one place at one office on one day, with how many incidents were reported there (level 1 to 3, not withdrawn).
-- Days and places without a report have no row; office_days says which days the reports cover.
-- days_of: incidents
-- returns: office_id, day, place_code, incident_count

select
    office_id,
    day,
    place_code,
    count(*) as incident_count
from incidents
where status_code <> 'STORNO' and severity_level >= 1
group by office_id, day, place_code
order by office_id, day, place_code
