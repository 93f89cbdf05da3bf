-- Template: the checks of a file of resting ones that still count.
select * from older_{number}.main.checks
where rowid + {number} * {first_row} not in (select row_id from "{catalog}".main.older_gone_checks)
