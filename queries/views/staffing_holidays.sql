-- One row is one public holiday.
-- parameters: none
-- returns: day

select day
from calendar
where is_holiday
order by day
