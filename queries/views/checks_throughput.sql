-- One row is one pair of throughput and waiting time at one office in one regime, in some days (half-open).
-- Throughput: persons checked an hour and entrance, in whole persons; waiting: in tenths of a minute.
-- parameters: day_from, day_until
-- returns: office_id, regime, has_outage, checked_per_hour, waiting_tenths, block_count

with blocks as (
    select
        office_id,
        regime,
        outage_minutes > 0 as has_outage,
        cast(round(60 * cast(checked_count as double) / block_minutes) as bigint) as checked_per_hour,
        cast(round(10 * waiting_minutes) as bigint) as waiting_tenths,
        block_count
    from check_hours
    where
        day >= $day_from
        and day < $day_until
        and block_minutes > 0
        and checked_count > 0
        and waiting_minutes is not null
)

select
    office_id,
    regime,
    has_outage,
    checked_per_hour,
    waiting_tenths,
    cast(sum(block_count) as bigint) as block_count
from blocks
group by office_id, regime, has_outage, checked_per_hour, waiting_tenths
order by office_id, regime, has_outage, checked_per_hour, waiting_tenths
