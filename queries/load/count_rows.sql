-- Template: how many rows a table has.

select count(*)
from {own}
