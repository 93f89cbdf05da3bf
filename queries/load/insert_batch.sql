-- Template: adds the rows of a batch that the table does not hold.

insert into {own} by name
select {columns}, row_number, cast($batch_id as varchar) as batch_id
from batch_rows
where row_number not in (select row_number from matched where is_same)
