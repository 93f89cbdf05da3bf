-- Template: how many checks each of the touched days has.

select day, count(*)
from checks
where day in (select day from touched_days)
group by day
order by day
