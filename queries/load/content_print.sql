-- Template: a print of all cells of a table, whatever the order of its rows: their number, and the sum of their SHA-256.

with rows_as_text as (
    select sha256(cast(to_json(whole) as varchar)) as print
    from {table} as whole
)

select
    count(*) as row_count,
    cast(coalesce(sum(cast('0x' || substring(print, 1, 15) as bigint)), 0) as varchar) as first_sum,
    cast(coalesce(sum(cast('0x' || substring(print, 16, 15) as bigint)), 0) as varchar) as second_sum
from rows_as_text
