-- Template: every office with its names.

select office_id, name, short_name
from offices
order by office_id
