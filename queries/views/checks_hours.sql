-- One row is one clock hour of one weekday at one office in one regime, with on how many days it was checked, in some days (half-open).
-- Hours that were never checked have no row.
-- parameters: day_from, day_until
-- returns: office_id, regime, iso_weekday, hour, day_count

with hours as (
    select told.hour
    from (
        values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11),
        (12), (13), (14), (15), (16), (17), (18), (19), (20), (21), (22), (23)
    ) as told (hour)
)

select
    check_hours.office_id,
    check_hours.regime,
    calendar.iso_weekday,
    cast(hours.hour as bigint) as hour,
    count(distinct check_hours.day) as day_count
from check_hours
inner join calendar on calendar.day = check_hours.day
inner join hours on hours.hour >= check_hours.start_hour and hours.hour < check_hours.until_hour
where check_hours.day >= $day_from and check_hours.day < $day_until and check_hours.checked_count > 0
group by check_hours.office_id, check_hours.regime, calendar.iso_weekday, hours.hour
order by check_hours.office_id, check_hours.regime, calendar.iso_weekday, hour
