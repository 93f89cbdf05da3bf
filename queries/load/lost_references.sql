-- Template: how many rows of an export refer to something that is not there.

select count(*)
from {table} as old_row
where
    old_row.{column} is not null
    and not exists (select 1 from {referenced} where {referenced}.{column} = old_row.{column})
