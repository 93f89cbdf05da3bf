-- One row is one shift of guards at a post, as planned and as done, with what it cost net.
-- Its times are those of the plan, in minutes since midnight; one that ends no later than it begins ends on the next day.
-- parameters: none
-- returns: shift_id, office_id, day, week_start, from_minute, until_minute, post, provider, qualification_code, surcharge_code, planned_hours, actual_hours, rate_eur_per_hour, cost_eur, absence_reason

select
    shifts.shift_id,
    shifts.office_id,
    shifts.day,
    calendar.week_start,
    cast(60 * extract(hour from shifts.starts_at) + extract(minute from shifts.starts_at) as bigint) as from_minute,
    cast(60 * extract(hour from shifts.ends_at) + extract(minute from shifts.ends_at) as bigint) as until_minute,
    coalesce(shifts.post, '') as post,
    coalesce(shifts.provider, '') as provider,
    coalesce(shifts.qualification_code, '') as qualification_code,
    coalesce(shifts.surcharge_code, '') as surcharge_code,
    shifts.planned_hours,
    shifts.actual_hours,
    shifts.rate_eur_per_hour,
    shifts.actual_hours * shifts.rate_eur_per_hour as cost_eur,
    coalesce(shifts.absence_reason, '') as absence_reason
from shifts
inner join calendar on calendar.day = shifts.day
order by shifts.office_id, shifts.day, shifts.shift_id
