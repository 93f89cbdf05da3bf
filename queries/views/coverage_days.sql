-- One row is one export, office and day of which the export should or does say something, with its state.
-- State: present; partial (something is still lacking); suspicious (to be looked at); missing (nothing is there).
-- Reason: a text key behind `coverage.reason.`; empty where the day is as it should be.
-- parameters: none
-- returns: source_table, office_id, day, state, reason

with open_days as (
    select
        office_days.office_id,
        office_days.day,
        office_days.is_open,
        calendar.iso_weekday,
        office_days.visit_count,
        office_days.checked_count,
        office_days.persons_with_find_count,
        office_days.item_count,
        office_days.has_incident_report,
        office_days.has_roster,
        office_days.planned_guard_hours,
        office_days.actual_guard_hours
    from office_days
    inner join calendar on calendar.day = office_days.day
),

usual_visits as (
    select
        office_id,
        iso_weekday,
        percentile_cont(0.5) within group (order by visit_count) as median_count
    from open_days
    where is_open and visit_count is not null
    group by office_id, iso_weekday
),

visit_days as (
    select
        'visits' as source_table,
        open_days.office_id,
        open_days.day,
        case
            when visits.day is null then 'no_row'
            when visits.visit_count is null then 'not_counted'
            when visits.visit_count > 0 and not open_days.is_open then 'while_closed'
            when visits.visit_count = 0 and open_days.is_open then 'zero_while_open'
            when visits.visit_count >= 10 * usual_visits.median_count then 'ten_times_usual'
        end as reason
    from open_days
    left join visits on visits.office_id = open_days.office_id and visits.day = open_days.day
    left join usual_visits
        on usual_visits.office_id = open_days.office_id
        and usual_visits.iso_weekday = open_days.iso_weekday
        and usual_visits.median_count > 0
    where open_days.is_open or visits.visit_count > 0
),

full_check_days as (
    select distinct
        open_days.office_id,
        open_days.day
    from open_days
    inner join measures
        on measures.office_id = open_days.office_id
        and open_days.day >= measures.valid_from
        and (measures.valid_until is null or open_days.day <= measures.valid_until)
    where measures.regime = 'VOLL' and open_days.is_open
),

check_days as (
    select
        'checks' as source_table,
        open_days.office_id,
        open_days.day,
        case
            when open_days.checked_count is null then 'no_row'
            when open_days.checked_count > open_days.visit_count then 'checked_exceed_visits'
            when not open_days.is_open then 'while_closed'
            when open_days.persons_with_find_count is null or open_days.item_count is null then 'count_lacking'
        end as reason
    from open_days
    left join full_check_days
        on full_check_days.office_id = open_days.office_id and full_check_days.day = open_days.day
    where full_check_days.day is not null or open_days.checked_count is not null
),

found_items as (
    select
        checks.office_id,
        checks.day,
        sum(finds.item_count) as listed_count
    from finds
    inner join checks on checks.check_id = finds.check_id
    group by checks.office_id, checks.day
),

counted_items as (
    select
        office_id,
        day,
        sum(item_count) as counted_count
    from checks
    where item_count > 0
    group by office_id, day
),

find_days as (
    select
        'finds' as source_table,
        open_days.office_id,
        open_days.day,
        case
            when found_items.listed_count is null then 'no_row'
            when counted_items.counted_count is null then 'more_listed_than_counted'
            when found_items.listed_count < counted_items.counted_count then 'fewer_listed_than_counted'
            when found_items.listed_count > counted_items.counted_count then 'more_listed_than_counted'
        end as reason
    from open_days
    left join counted_items
        on counted_items.office_id = open_days.office_id and counted_items.day = open_days.day
    left join found_items on found_items.office_id = open_days.office_id and found_items.day = open_days.day
    where counted_items.counted_count is not null or found_items.listed_count is not null
),

last_report as (
    select
        office_id,
        max(period_until) as covered_until
    from office_coverage
    where source_table = 'incidents'
    group by office_id
),

incident_days as (
    select
        'incidents' as source_table,
        open_days.office_id,
        open_days.day,
        case
            when not open_days.has_incident_report then 'not_covered'
            -- 95 of 100 reports come within 21 days
            when open_days.day >= last_report.covered_until - interval 21 day then 'late_reports'
        end as reason
    from open_days
    left join last_report on last_report.office_id = open_days.office_id
    where open_days.is_open
),

guarded_days as (
    select distinct
        open_days.office_id,
        open_days.day
    from open_days
    inner join measures
        on measures.office_id = open_days.office_id
        and open_days.day >= measures.valid_from
        and (measures.valid_until is null or open_days.day <= measures.valid_until)
    where measures.regime in ('VOLL', 'PRAES') and open_days.is_open
),

shift_days as (
    select
        'shifts' as source_table,
        open_days.office_id,
        open_days.day,
        case
            when not open_days.has_roster then 'not_covered'
            when open_days.actual_guard_hours > 0 and not open_days.is_open then 'while_closed'
            when open_days.actual_guard_hours >= 2 * open_days.planned_guard_hours
                and open_days.actual_guard_hours > 0 then 'twice_planned'
        end as reason
    from open_days
    left join guarded_days
        on guarded_days.office_id = open_days.office_id and guarded_days.day = open_days.day
    where guarded_days.day is not null or open_days.actual_guard_hours > 0
),

answered_waves as (
    select
        wave_id,
        audience_code,
        office_id,
        count(*) as answer_count
    from answers
    group by wave_id, audience_code, office_id
),

wave_days as (
    select distinct
        survey_waves.office_id,
        survey_waves.wave_id,
        survey_waves.audience_code,
        calendar.day,
        survey_waves.participant_count,
        answered_waves.answer_count
    from survey_waves
    inner join calendar on calendar.day >= survey_waves.field_from and calendar.day <= survey_waves.field_until
    left join answered_waves
        on answered_waves.wave_id = survey_waves.wave_id
        and answered_waves.audience_code = survey_waves.audience_code
        and answered_waves.office_id = survey_waves.office_id
    where calendar.iso_weekday <= 5 and not calendar.is_holiday
),

survey_days as (
    select
        'survey_waves' as source_table,
        office_id,
        day,
        max(case when participant_count = 0 then 'nobody_took_part' end) as reason
    from wave_days
    group by office_id, day
),

answer_days as (
    select
        'answers' as source_table,
        office_id,
        day,
        max(
            case
                when answer_count is null then 'no_row'
                when answer_count < participant_count then 'fewer_answers_than_participants'
            end
        ) as reason
    from wave_days
    where participant_count > 0
    group by office_id, day
),

judged as (
    select source_table, office_id, day, reason from visit_days
    union all
    select source_table, office_id, day, reason from check_days
    union all
    select source_table, office_id, day, reason from find_days
    union all
    select source_table, office_id, day, reason from incident_days
    union all
    select source_table, office_id, day, reason from shift_days
    union all
    select source_table, office_id, day, reason from survey_days
    union all
    select source_table, office_id, day, reason from answer_days
)

select
    source_table,
    office_id,
    day,
    case
        when reason is null then 'present'
        when reason in ('no_row', 'not_covered') then 'missing'
        when reason in (
            'not_counted', 'count_lacking', 'fewer_listed_than_counted', 'late_reports', 'nobody_took_part',
            'fewer_answers_than_participants'
        ) then 'partial'
        else 'suspicious'
    end as state,
    reason
from judged
order by source_table, office_id, day
