-- One row is one stretch of hours in which an office is open on one weekday, as the export of the offices tells them.
-- Minutes count from midnight, half-open. An office of which the export tells weekdays alone has no row.
-- Each entry of the text has 13 characters and a comma; a weekday has at most four.
-- returns: office_id, iso_weekday, from_minute, until_minute

with places as (
    select 14 * (4 * weekdays.place + stretches.place) + 1 as first_character
    from (values (0), (1), (2), (3), (4), (5), (6)) as weekdays (place)
    cross join (values (0), (1), (2), (3)) as stretches (place)
),

entries as (
    select
        offices.office_id,
        substring(offices.open_weekdays, places.first_character, 13) as entry
    from offices
    inner join places on places.first_character <= length(offices.open_weekdays)
    where substring(offices.open_weekdays, 2, 1) = ' '
)

select
    office_id,
    cast(substring(entry, 1, 1) as bigint) as iso_weekday,
    60 * cast(substring(entry, 3, 2) as bigint) + cast(substring(entry, 6, 2) as bigint) as from_minute,
    60 * cast(substring(entry, 9, 2) as bigint) + cast(substring(entry, 12, 2) as bigint) as until_minute
from entries
order by office_id, iso_weekday, from_minute
