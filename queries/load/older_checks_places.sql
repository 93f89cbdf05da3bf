-- Template: the same with the number of each row.
select *, -{number} * {rows_of_a_file} - rowid as rowid from older_{number}.main.checks
where -{number} * {rows_of_a_file} - rowid not in (select row_id from "{catalog}".main.older_gone_checks)
