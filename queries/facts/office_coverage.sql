-- One row is one export, office and stretch of days of which a file of the export speaks for the office (half-open).
-- Stretches may touch or overlap. Built before the other facts of the days, which read it.
-- Incidents and shifts: each period of a file, as a day in it without a row is a true zero. Visits and checks: from the
-- first to the last of these days, as the rows themselves say which days are there.
-- returns: source_table, office_id, period_from, period_until

with named as (
    select
        batches.source_table,
        batch_offices.office_id,
        batches.period_from,
        batches.period_until
    from batch_offices
    inner join batches on batches.batch_id = batch_offices.batch_id
    where batches.accepted_count > 0
),

-- an office without a roster has no shifts; of it a file about all offices says nothing
rostered as (
    select office_id from shifts
    union
    select office_id from named where source_table = 'shifts'
),

of_all_offices as (
    select
        batches.source_table,
        batches.period_from,
        batches.period_until
    from batches
    left join batch_offices on batch_offices.batch_id = batches.batch_id
    where batch_offices.batch_id is null and batches.accepted_count > 0
),

covered as (
    select source_table, office_id, period_from, period_until from named
    union
    select
        of_all_offices.source_table,
        offices.office_id,
        of_all_offices.period_from,
        of_all_offices.period_until
    from of_all_offices
    cross join offices
    left join rostered on rostered.office_id = offices.office_id
    where of_all_offices.source_table <> 'shifts' or rostered.office_id is not null
)

select source_table, office_id, period_from, period_until
from covered
where source_table in ('incidents', 'shifts')
union all
select
    source_table,
    office_id,
    min(period_from) as period_from,
    max(period_until) as period_until
from covered
where source_table in ('visits', 'checks')
group by source_table, office_id
order by source_table, office_id, period_from, period_until
