-- One row is one office, day, source of reports and version of the form: how many incidents were reported so.
-- parameters: none
-- returns: office_id, day, reporter_code, reporting_version, incident_count

select
    office_id,
    day,
    reporter_code,
    reporting_version,
    count(*) as incident_count
from incidents
where status_code <> 'STORNO' and severity_level >= 1
group by office_id, day, reporter_code, reporting_version
order by office_id, day, reporter_code, reporting_version
