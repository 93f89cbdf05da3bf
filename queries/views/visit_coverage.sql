-- One row is one office with its open days and how many of them have a visitor count.
-- parameters: none
-- returns: office_id, open_day_count, counted_day_count

select
    office_id,
    cast(sum(case when is_open then 1 else 0 end) as bigint) as open_day_count,
    cast(sum(case when is_open and visit_count is not null then 1 else 0 end) as bigint) as counted_day_count
from office_days
group by office_id
order by office_id
