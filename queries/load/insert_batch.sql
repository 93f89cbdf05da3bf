-- Template: adds the rows of a batch that the table does not hold.

insert into {table} by name
select {columns}, row_number, cast($batch_id as varchar) as batch_id
from batch_rows as new_row
where not exists (select 1 from {table} as old_row where {same_key})
