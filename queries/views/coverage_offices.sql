-- One row is one export, office and covered stretch of days (half-open); stretches may touch or overlap.
-- Incidents and shifts: a day in it without a row is a true zero, a day outside it is missing. Visits and checks: from the
-- first to the last day of which a file speaks for the office; the rows say which of them are there.
-- parameters: none
-- returns: source_table, office_id, period_from, period_until

select
    source_table,
    office_id,
    period_from,
    period_until
from office_coverage
order by source_table, office_id, period_from, period_until
