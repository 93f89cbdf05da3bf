-- One row is one office, check or wave that is not there, and an export of which rows wait for it.
-- parameters: none
-- returns: source_table, referenced_table, found_value, detail, row_count, file_count

select
    source_table,
    referenced_table,
    found_value,
    detail,
    count(*) as row_count,
    count(distinct batch_id) as file_count
from waiting
group by source_table, referenced_table, found_value, detail
order by source_table, referenced_table, found_value, detail
