-- Template: remembers a table as it stands.

create or replace temporary table before_{table} as
select * from {table}
