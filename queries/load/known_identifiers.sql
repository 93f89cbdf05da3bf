-- Template: one row is one of the mentioned identifiers that a table holds.

select distinct {column}
from {table}
where {column} in (select mentioned.value from mentioned)
order by {column}
