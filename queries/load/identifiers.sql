-- Template: one row is one distinct identifier of a table.

select distinct {column}
from {table}
order by {column}
