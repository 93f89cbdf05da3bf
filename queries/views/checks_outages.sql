-- One row is one office on one day in one regime on which a scanner failed, with how long all its blocks lasted.
-- parameters: none
-- returns: office_id, day, regime, outage_minutes, block_minutes, unchecked_block_count, entrance_count

select
    office_id,
    day,
    regime,
    cast(sum(outage_minutes) as bigint) as outage_minutes,
    cast(sum(block_minutes) as bigint) as block_minutes,
    cast(sum(unchecked_block_count) as bigint) as unchecked_block_count,
    count(distinct entrance) as entrance_count
from check_hours
group by office_id, day, regime
having sum(outage_minutes) > 0
order by office_id, day, regime
