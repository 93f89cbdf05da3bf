-- One row is one clock hour in which check blocks began at one entrance of one office on one day, in one regime.
-- Blocks with nobody to count (PRAES, KEIN) have no row. until_hour: the clock hour after the last one that any of them
-- touches. A sum is of the blocks that tell it; waiting: the mean of the blocks' medians.
-- days_of: checks
-- returns: office_id, day, regime, entrance, start_hour, until_hour, block_count, checked_count, block_minutes, waiting_minutes, outage_minutes, unchecked_block_count

with blocks as (
    select
        office_id,
        day,
        regime,
        coalesce(entrance, '') as entrance,
        extract(hour from starts_at) as start_hour,
        extract(hour from ends_at) + case when extract(minute from ends_at) > 0 then 1 else 0 end as until_hour,
        60 * (extract(hour from ends_at) - extract(hour from starts_at))
        + extract(minute from ends_at) - extract(minute from starts_at) as block_minutes,
        checked_count,
        -- in millionths: whole numbers have the same sum in any order, and a mean of 0.25 is no 0.24999999999999997
        cast(round(1000000 * waiting_median_minutes) as bigint) as waiting_millionths,
        device_outage_minutes,
        method_code
    from checks
    where regime in ('VOLL', 'STICH')
)

select
    office_id,
    day,
    cast(regime as string) as regime,
    entrance,
    cast(start_hour as bigint) as start_hour,
    cast(max(until_hour) as bigint) as until_hour,
    count(*) as block_count,
    cast(sum(checked_count) as bigint) as checked_count,
    cast(sum(block_minutes) as bigint) as block_minutes,
    cast(sum(waiting_millionths) as double) / (1000000 * count(waiting_millionths)) as waiting_minutes,
    cast(sum(coalesce(device_outage_minutes, 0)) as bigint) as outage_minutes,
    cast(sum(case when method_code = 'OHNE' then 1 else 0 end) as bigint) as unchecked_block_count
from blocks
group by office_id, day, regime, entrance, start_hour
order by office_id, day, regime, entrance, start_hour
