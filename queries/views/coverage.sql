-- One row is one export with the days it covers and its number of files.
-- parameters: none
-- returns: source_table, file_count, period_from, period_until, accepted_count, rejected_count, duplicate_count, waiting_count

select
    source_table,
    count(*) as file_count,
    min(period_from) as period_from,
    max(period_until) as period_until,
    cast(sum(accepted_count) as bigint) as accepted_count,
    cast(sum(rejected_count) as bigint) as rejected_count,
    cast(sum(duplicate_count) as bigint) as duplicate_count,
    cast(sum(waiting_count) as bigint) as waiting_count
from batches
group by source_table
order by source_table
