-- One row is one office on one day: reported incidents by telephone or mail and visits (empty where not counted).
-- Nobody is checked or guarded there: a change shows that people or reports changed, not the entrance.
-- parameters: none
-- returns: office_id, day, numerator, denominator
-- topic: incidents
-- order: 150
-- unit: per_10000_visits
-- kind: rate
-- per: 10000
-- decimals: 1
-- better: lower
-- comparable: across
-- sources: incidents, visits
-- exposure: visits
-- role: negative_control
-- version: 1.0

with remote_days as (
    select
        office_id,
        day,
        sum(incident_count) as incident_count
    from incident_places
    where place_code in ('TEL', 'MAIL')
    group by office_id, day
)

select
    office_days.office_id,
    office_days.day,
    cast(coalesce(remote_days.incident_count, 0) as double) as numerator,
    cast(office_days.visit_count as double) as denominator
from office_days
left join remote_days on remote_days.office_id = office_days.office_id and remote_days.day = office_days.day
where
    office_days.has_incident_report
    and (office_days.visit_count is not null or office_days.is_open or remote_days.incident_count > 0)
order by office_days.office_id, office_days.day
