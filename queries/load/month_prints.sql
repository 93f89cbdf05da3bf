-- Template: one row a month: prints of its rows in a table, whatever their order: of all cells, and of those that figures rest on.

select
    cast(strftime(day, '%Y%m') as varchar) as month,
    count(*) as row_count,
    cast(sum(hash(whole)) as varchar) as print,
    cast(sum(hash(*columns(* exclude (row_number, batch_id)))) as varchar) as value_print
from {table} as whole
group by month
order by month
