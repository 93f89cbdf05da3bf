-- Template: like month_prints, of what was found: of the month of its check.

with dated as (
    select checks.day, finds.*
    from finds
    inner join checks on checks.check_id = finds.check_id
)

select
    cast(strftime(day, '%Y%m') as varchar) as month,
    count(*) as row_count,
    cast(sum(hash(whole)) as varchar) as print,
    cast(sum(hash(*columns(* exclude (row_number, batch_id)))) as varchar) as value_print
from dated as whole
group by month
order by month
