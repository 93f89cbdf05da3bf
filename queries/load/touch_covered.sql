-- Template: notes the days that another file covers than before, or that came to the span of all exports or left it.
-- Of visits and checks the rows themselves say which days are there; their coverage is the span alone.

insert into touched_days
with gone_or_come as (
    (select * from office_coverage except select * from covered_before)
    union all
    (select * from covered_before except select * from office_coverage)
),

span as (
    select min(period_from) as day_from, max(period_until) as day_until
    from batches
    where source_table in ('visits', 'checks', 'incidents', 'shifts') and accepted_count > 0
),

told as (
    select min(day) as day_from, max(day) as day_last
    from office_days
)

select calendar.day
from calendar
inner join gone_or_come on calendar.day >= gone_or_come.period_from and calendar.day < gone_or_come.period_until
where gone_or_come.source_table in ('incidents', 'shifts')
union
select calendar.day
from calendar
cross join span
cross join told
where
    coalesce(calendar.day >= told.day_from and calendar.day <= told.day_last, false)
    <> coalesce(calendar.day >= span.day_from and calendar.day < span.day_until, false)
