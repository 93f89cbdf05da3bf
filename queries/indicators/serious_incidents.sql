-- One row is one office on one day: reported incidents of level 2 and 3 and visits (empty where not counted).
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: incidents
-- order: 140
-- unit: per_10000_visits
-- kind: rate
-- per: 10000
-- decimals: 1
-- better: lower
-- comparable: across
-- sources: incidents, visits
-- exposure: visits
-- role: serious
-- version: 1.0

select
    office_id,
    day,
    cast(serious_incident_count as double) as numerator,
    cast(visit_count as double) as denominator
from office_days
where has_incident_report and (visit_count is not null or is_open or serious_incident_count > 0)
order by office_id, day
