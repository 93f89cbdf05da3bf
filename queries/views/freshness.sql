-- One row is one export with the last day it speaks of and when its last file came.
-- parameters: none
-- returns: source_table, last_day, imported_at

with last_day_found as (
    select
        'finds' as source_table,
        max(checks.day) as last_day
    from finds
    inner join checks on checks.check_id = finds.check_id
    union all
    select
        'answers' as source_table,
        max(survey_waves.field_until) as last_day
    from answers
    inner join survey_waves
        on survey_waves.wave_id = answers.wave_id
        and survey_waves.audience_code = answers.audience_code
        and survey_waves.office_id = answers.office_id
),

last_file as (
    select
        source_table,
        cast(max(period_until) - interval 1 day as date) as last_day,
        max(imported_at) as imported_at
    from batches
    where accepted_count > 0
    group by source_table
)

select
    last_file.source_table,
    coalesce(last_file.last_day, last_day_found.last_day) as last_day,
    last_file.imported_at
from last_file
left join last_day_found on last_day_found.source_table = last_file.source_table
order by last_file.source_table
