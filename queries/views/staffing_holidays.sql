-- One row is one public holiday since the roster begins, also of years to come.
-- parameters: none
-- returns: day

select day
from calendar
where is_holiday and day >= (select min(shifts.day) from shifts)
order by day
