-- One row is one office.
-- parameters: none
-- returns: office_id, name, short_name, site, group_code, open_weekdays

select
    office_id,
    name,
    short_name,
    site,
    group_code,
    open_weekdays
from offices
order by office_id
