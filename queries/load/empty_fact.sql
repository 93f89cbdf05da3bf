-- Template: makes a fact table without rows.

create or replace table {own} as
select * from ({statement}) as made limit 0
