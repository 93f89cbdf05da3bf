-- Template: the checks of a file of resting ones that still count.
select * from older_{number}.main.checks
where -{number} * {rows_of_a_file} - rowid not in (select row_id from "{catalog}".main.older_gone_checks)
