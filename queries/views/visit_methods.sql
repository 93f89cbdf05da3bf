-- One row is one office on one day with a visitor count, and how the visitors were counted.
-- parameters: none
-- returns: office_id, day, counting_method

select
    office_id,
    day,
    counting_method
from visits
where visit_count is not null
order by office_id, day
