-- Template: every batch with what has become of its rows.

select batch_id, source_table, file_name, accepted_count, duplicate_count, rejected_count, waiting_count
from batches
order by batch_id
