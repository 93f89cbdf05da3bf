-- Template: like month_prints, of a table as a whole.

select
    'all' as month,
    count(*) as row_count,
    cast(coalesce(sum(hash(whole)), 0) as varchar) as print,
    cast(coalesce(sum(hash(whole)), 0) as varchar) as value_print
from {table} as whole
