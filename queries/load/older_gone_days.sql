-- Template: notes the touched days as no longer told by the files that are there.

insert into older_gone_days
select touched.day, files.file_number
from (select distinct day from touched_days) as touched
cross join (select max(file_number) as file_number from older_files) as files
where not exists (
    select 1
    from older_gone_days as noted
    where noted.day = touched.day and noted.file_number = files.file_number
)
