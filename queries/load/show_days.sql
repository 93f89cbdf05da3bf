-- Template: has a table hold the rows of some days alone, until show_all.

create or replace temporary view {table} as
select * from {rows} where {within}
