-- One row is one export, office and covered stretch of days (half-open).
-- parameters: none
-- returns: source_table, office_id, period_from, period_until

select
    batches.source_table,
    offices.office_id,
    batches.period_from,
    batches.period_until
from batches
cross join offices
where batches.period_from is not null
order by batches.source_table, offices.office_id, batches.period_from, batches.period_until
