-- One row is one accepted export file.
-- parameters: none
-- returns: batch_id, source_table, file_name, is_sample, period_from, period_until, accepted_count, rejected_count, duplicate_count, waiting_count, imported_at

select
    batch_id,
    source_table,
    file_name,
    is_sample,
    period_from,
    period_until,
    accepted_count,
    rejected_count,
    duplicate_count,
    waiting_count,
    imported_at
from batches
order by imported_at, source_table, file_name, batch_id
