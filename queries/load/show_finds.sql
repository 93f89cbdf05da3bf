-- Template: has the finds be those of the checks that are shown, until show_all.

create or replace temporary view {table} as
select * from {own} where check_id in (select check_id from checks)
