-- One row is one public holiday that the calendar counts.
-- parameters: none
-- returns: day

select day
from calendar
where is_holiday
order by day
