-- Template: one row a month that any export covers: a print of what makes its days beside their own rows.
-- That is the offices, the days of the calendar, the days that exports cover, states of operation: each cut to the month.

with span as (
    select
        min(period_from) as day_from,
        max(period_until) as day_until
    from batches
    where source_table in ('visits', 'checks', 'incidents', 'shifts') and accepted_count > 0
),

months as (
    select
        calendar.month_start,
        min(calendar.day) as day_from,
        max(calendar.day) + 1 as day_until,
        sum(hash(calendar)) as print
    from calendar
    inner join span on calendar.day >= span.day_from and calendar.day < span.day_until
    group by calendar.month_start
),

parts as (
    select month_start, hash(day_from, day_until, print) as print
    from months
    union all
    select months.month_start, hash(offices.office_id, offices.open_weekdays) as print
    from months
    cross join offices
    union all
    select
        months.month_start,
        hash(
            events.office_id,
            events.operating_state,
            greatest(events.day_from, months.day_from),
            least(coalesce(events.day_until, months.day_until), months.day_until)
        ) as print
    from months
    inner join events
        on events.day_from < months.day_until
        and coalesce(events.day_until, months.day_until) >= months.day_from
    where events.event_kind = 'BETRIEB'
    union all
    select distinct
        months.month_start,
        hash(
            office_coverage.source_table,
            office_coverage.office_id,
            greatest(office_coverage.period_from, months.day_from),
            least(office_coverage.period_until, months.day_until)
        ) as print
    from months
    inner join office_coverage
        on office_coverage.period_from < months.day_until
        and office_coverage.period_until > months.day_from
)

select
    cast(strftime(month_start, '%Y%m') as varchar) as month,
    cast(sum(print) as varchar) as print
from parts
group by month_start
order by month_start
