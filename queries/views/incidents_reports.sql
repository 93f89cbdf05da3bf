-- One row is one reported incident that the indicators count (level 1 to 3, not withdrawn).
-- The kinds are one or more codes, separated by |; the hour is empty where it was not told, a flag too.
-- parameters: none
-- returns: incident_id, office_id, day, hour, place_code, incident_kinds, severity_level, reporter_code, reported_on, is_alarm, is_guard_intervention, is_police, is_house_ban, is_criminal_complaint, injured_count, unfit_count

select
    incident_id,
    office_id,
    day,
    hour,
    place_code,
    incident_kinds,
    severity_level,
    reporter_code,
    reported_on,
    is_alarm,
    is_guard_intervention,
    is_police,
    is_house_ban,
    is_criminal_complaint,
    injured_count,
    unfit_count
from incidents
where status_code <> 'STORNO' and severity_level >= 1
order by incident_id
