-- One row is one office, day, reporter and version of the reporting rules, with the incidents that the indicators count.
-- The version is empty where the reports name none. Days without such incidents have no row.
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
order by office_id, day, reporter_code, reporting_version nulls last
