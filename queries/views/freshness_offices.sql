-- One row is one export and office with the last day of which a file speaks for the office, and how far that is behind.
-- Open days behind: days on which the office was open and of which a file speaks for others, but none for it.
-- parameters: none
-- returns: source_table, office_id, last_day, open_days_behind

with last_days as (
    select
        source_table,
        office_id,
        max(period_until) as covered_until
    from office_coverage
    group by source_table, office_id
),

last_of_all as (
    select
        source_table,
        max(covered_until) as covered_until
    from last_days
    group by source_table
)

select
    last_days.source_table,
    last_days.office_id,
    cast(last_days.covered_until - interval 1 day as date) as last_day,
    cast(sum(case when office_days.is_open then 1 else 0 end) as bigint) as open_days_behind
from last_days
inner join last_of_all on last_of_all.source_table = last_days.source_table
left join office_days
    on office_days.office_id = last_days.office_id
    and office_days.day >= last_days.covered_until
    and office_days.day < last_of_all.covered_until
group by last_days.source_table, last_days.office_id, last_days.covered_until
order by last_days.source_table, last_days.office_id
