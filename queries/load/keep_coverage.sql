-- Template: remembers what the exports covered before.

create or replace temporary table covered_before as
select * from office_coverage
