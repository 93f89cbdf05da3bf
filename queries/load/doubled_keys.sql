-- Template: how many keys of a table stand more than once (must be none).

select count(*)
from (select 1 from {table} group by {key} having count(*) > 1) as doubled
