-- Template: removes what is written down about the batches of a table.

delete from {records}
where batch_id in (select batches.batch_id from batches where batches.source_table = '{table}')
