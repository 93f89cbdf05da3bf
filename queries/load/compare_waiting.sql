-- Template: one row is one export and office with how many more rows wait, or fewer, since it was remembered.

with counted as (
    select source_table, referenced_table, found_value, 1 as waiting_count from waiting
    union all
    select source_table, referenced_table, found_value, -1 as waiting_count from before_waiting
)

select
    source_table,
    case when referenced_table = 'offices' then found_value end as office_id,
    sum(waiting_count) as waiting_count
from counted
group by source_table, case when referenced_table = 'offices' then found_value end
having sum(waiting_count) <> 0
order by source_table, case when referenced_table = 'offices' then found_value end
