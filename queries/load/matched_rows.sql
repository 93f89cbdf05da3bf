-- Template: how many rows of a batch are there already with other values (false) and with the same (true).

select is_same, count(*)
from matched
group by is_same
