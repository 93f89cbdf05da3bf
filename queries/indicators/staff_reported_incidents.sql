-- One row is one office on one day: incidents of level 1 to 3 reported by staff and visits (empty where not counted).
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: incidents
-- order: 130
-- unit: per_10000_visits
-- kind: rate
-- per: 10000
-- decimals: 1
-- better: lower
-- comparable: across
-- sources: incidents, visits
-- exposure: visits
-- recording: stable
-- role: staff_reports
-- version: 1.0

select
    office_id,
    day,
    cast(staff_incident_count as double) as numerator,
    cast(visit_count as double) as denominator
from office_days
where has_incident_report and (visit_count is not null or is_open or staff_incident_count > 0)
order by office_id, day
