-- One row is one office on one day, from the first to the last day that any export covers.
-- A count is empty where no file covers the day for the office; zero means that one does and nothing happened.
-- days_of: calendar, visits, checks, incidents, shifts
-- returns: office_id, day, is_open, operating_state, visit_count, regime, checked_count, persons_with_find_count, item_count, refused_count, waiting_median_minutes, device_outage_minutes, has_incident_report, incident_count, staff_incident_count, serious_incident_count, stable_incident_count, level_1_count, level_2_count, level_3_count, guard_incident_count, has_roster, planned_guard_hours, actual_guard_hours, guard_cost_eur

with span as (
    select
        min(period_from) as day_from,
        max(period_until) as day_until
    from batches
    where source_table in ('visits', 'checks', 'incidents', 'shifts') and accepted_count > 0
),

operation as (
    select
        offices.office_id,
        calendar.day,
        max(
            case events.operating_state when 'ZU' then 3 when 'NOT' then 2 when 'EINGESCHR' then 1 else 0 end
        ) as state_rank
    from events
    inner join offices on events.office_id is null or events.office_id = offices.office_id
    inner join span on true
    inner join calendar
        on calendar.day >= events.day_from
        and calendar.day <= coalesce(events.day_until, span.day_until)
        and calendar.day < span.day_until
    where events.event_kind = 'BETRIEB'
    group by offices.office_id, calendar.day
),

incident_days as (
    select
        office_id,
        day,
        count(*) as incident_count,
        sum(case when reporter_code = 'BESCH' then 1 else 0 end) as staff_incident_count,
        sum(case when reporter_code = 'SIDI' then 1 else 0 end) as guard_incident_count,
        sum(case when severity_level >= 2 then 1 else 0 end) as serious_incident_count,
        sum(
            case when severity_level >= 2 or is_police or is_house_ban or injured_count > 0 then 1 else 0 end
        ) as stable_incident_count,
        sum(case when severity_level = 1 then 1 else 0 end) as level_1_count,
        sum(case when severity_level = 2 then 1 else 0 end) as level_2_count,
        sum(case when severity_level = 3 then 1 else 0 end) as level_3_count
    from incidents
    where status_code <> 'STORNO' and severity_level >= 1
    group by office_id, day
),

covered_days as (
    select distinct
        office_coverage.source_table,
        office_coverage.office_id,
        calendar.day
    from office_coverage
    inner join calendar
        on calendar.day >= office_coverage.period_from and calendar.day < office_coverage.period_until
    where office_coverage.source_table in ('incidents', 'shifts')
),

incident_coverage as (
    select office_id, day
    from covered_days
    where source_table = 'incidents'
),

check_days as (
    select
        office_id,
        day,
        -- the strictest: the order of their names is another
        min(case regime when 'VOLL' then 1 when 'STICH' then 2 when 'PRAES' then 3 when 'KEIN' then 4 end) as regime_rank,
        sum(checked_count) as checked_count,
        -- a count that one of the day's checks lacks is not known for the day
        case when count(persons_with_find_count) = count(checked_count) then sum(persons_with_find_count) end
            as persons_with_find_count,
        case when count(item_count) = count(checked_count) then sum(item_count) end as item_count,
        case when count(refused_count) = count(checked_count) then sum(refused_count) end as refused_count,
        -- the middle of whole numbers is the same on every engine, to the last digit
        percentile_cont(0.5) within group (order by cast(round(1000000 * waiting_median_minutes) as bigint))
            as waiting_median_millionths,
        sum(device_outage_minutes) as device_outage_minutes
    from checks
    group by office_id, day
),

roster_coverage as (
    select office_id, day
    from covered_days
    where source_table = 'shifts'
),

shift_days as (
    select
        office_id,
        day,
        -- in millionths: whole numbers have the same sum in any order
        cast(sum(cast(round(1000000 * planned_hours) as bigint)) as double) / 1000000 as planned_guard_hours,
        cast(sum(cast(round(1000000 * actual_hours) as bigint)) as double) / 1000000 as actual_guard_hours,
        cast(sum(cast(round(1000000 * actual_hours * rate_eur_per_hour) as bigint)) as double) / 1000000
            as guard_cost_eur
    from shifts
    group by office_id, day
)

select
    offices.office_id,
    calendar.day,
    cast(
        ',' || offices.open_weekdays like '%,' || cast(calendar.iso_weekday as string) || '%'
        and not calendar.is_holiday
        and coalesce(operation.state_rank, 0) < 3 as boolean
    ) as is_open,
    case coalesce(operation.state_rank, 0)
        when 3 then 'ZU' when 2 then 'NOT' when 1 then 'EINGESCHR' else 'REGEL'
    end as operating_state,
    cast(visits.visit_count as bigint) as visit_count,
    case check_days.regime_rank when 1 then 'VOLL' when 2 then 'STICH' when 3 then 'PRAES' when 4 then 'KEIN' end
        as regime,
    cast(check_days.checked_count as bigint) as checked_count,
    cast(check_days.persons_with_find_count as bigint) as persons_with_find_count,
    cast(check_days.item_count as bigint) as item_count,
    cast(check_days.refused_count as bigint) as refused_count,
    cast(check_days.waiting_median_millionths as double) / 1000000 as waiting_median_minutes,
    cast(check_days.device_outage_minutes as bigint) as device_outage_minutes,
    incident_coverage.day is not null as has_incident_report,
    cast(case when incident_coverage.day is not null then coalesce(incident_days.incident_count, 0) end as bigint)
        as incident_count,
    cast(case when incident_coverage.day is not null then coalesce(incident_days.staff_incident_count, 0) end as bigint)
        as staff_incident_count,
    cast(
        case when incident_coverage.day is not null then coalesce(incident_days.serious_incident_count, 0) end as bigint
    ) as serious_incident_count,
    cast(
        case when incident_coverage.day is not null then coalesce(incident_days.stable_incident_count, 0) end as bigint
    ) as stable_incident_count,
    cast(case when incident_coverage.day is not null then coalesce(incident_days.level_1_count, 0) end as bigint)
        as level_1_count,
    cast(case when incident_coverage.day is not null then coalesce(incident_days.level_2_count, 0) end as bigint)
        as level_2_count,
    cast(case when incident_coverage.day is not null then coalesce(incident_days.level_3_count, 0) end as bigint)
        as level_3_count,
    cast(case when incident_coverage.day is not null then coalesce(incident_days.guard_incident_count, 0) end as bigint)
        as guard_incident_count,
    roster_coverage.day is not null as has_roster,
    case when roster_coverage.day is not null then coalesce(shift_days.planned_guard_hours, 0) end
        as planned_guard_hours,
    case when roster_coverage.day is not null then coalesce(shift_days.actual_guard_hours, 0) end as actual_guard_hours,
    case when roster_coverage.day is not null then coalesce(shift_days.guard_cost_eur, 0) end as guard_cost_eur
from offices
cross join calendar
inner join span on calendar.day >= span.day_from and calendar.day < span.day_until
left join operation on operation.office_id = offices.office_id and operation.day = calendar.day
left join visits on visits.office_id = offices.office_id and visits.day = calendar.day
left join check_days on check_days.office_id = offices.office_id and check_days.day = calendar.day
left join incident_coverage
    on incident_coverage.office_id = offices.office_id and incident_coverage.day = calendar.day
left join incident_days on incident_days.office_id = offices.office_id and incident_days.day = calendar.day
left join roster_coverage on roster_coverage.office_id = offices.office_id and roster_coverage.day = calendar.day
left join shift_days on shift_days.office_id = offices.office_id and shift_days.day = calendar.day
order by offices.office_id, calendar.day
