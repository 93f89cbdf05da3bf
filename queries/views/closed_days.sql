-- One row is one office and a day on which it was closed: no opening day of its week, a holiday, or a declared closure.
-- From six weeks before the first covered day to six weeks after the last one: an export may end before a weekend.
-- parameters: none
-- returns: office_id, day

with span as (
    select
        cast(min(period_from) - interval 42 day as date) as day_from,
        cast(max(period_until) + interval 42 day as date) as day_until
    from office_coverage
),

closures as (
    select distinct
        offices.office_id,
        calendar.day
    from events
    inner join offices on events.office_id is null or events.office_id = offices.office_id
    inner join span on true
    inner join calendar
        on calendar.day >= events.day_from
        and calendar.day <= coalesce(events.day_until, span.day_until)
        and calendar.day < span.day_until
    where events.event_kind = 'BETRIEB' and events.operating_state = 'ZU'
)

select
    offices.office_id,
    calendar.day
from offices
cross join calendar
inner join span on calendar.day >= span.day_from and calendar.day < span.day_until
left join closures on closures.office_id = offices.office_id and closures.day = calendar.day
where
    not (',' || offices.open_weekdays like '%,' || cast(calendar.iso_weekday as string) || '%')
    or calendar.is_holiday
    or closures.day is not null
order by offices.office_id, calendar.day
