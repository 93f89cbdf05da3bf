-- Template: how many checks each day has.

select day, count(*)
from checks
group by day
order by day
