-- One row is one clock hour in which an office is known to be in use: checks of any kind on any day, or an incident
-- reported at the office itself (on the spot, not withdrawn).
-- parameters: none
-- returns: office_id, hour, has_incident

with hours as (
    select told.hour
    from (
        values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11),
        (12), (13), (14), (15), (16), (17), (18), (19), (20), (21), (22), (23)
    ) as told (hour)
),

in_use as (
    select
        office_id,
        cast(hour as bigint) as hour,
        1 as incident
    from incidents
    where hour is not null and place_code in ('EING', 'WART', 'SCHA', 'BUER') and status_code <> 'STORNO'
    union all
    select
        check_hours.office_id,
        cast(hours.hour as bigint) as hour,
        0 as incident
    from check_hours
    inner join hours on hours.hour >= check_hours.start_hour and hours.hour < check_hours.until_hour
    where check_hours.checked_count > 0
)

select
    office_id,
    hour,
    max(incident) = 1 as has_incident
from in_use
group by office_id, hour
order by office_id, hour
