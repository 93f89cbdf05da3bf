-- Template: whether a table holds the rows of the registered frame new_rows and no others; both without doubled rows.

select
    (select count(*) from {table}) = (select count(*) from new_rows)
    and not exists (select * from new_rows except select * from {table})
