-- Template: the same with the number of each row.
select *, rowid + {number} * {first_row} as rowid from older_{number}.main.checks
where rowid + {number} * {first_row} not in (select row_id from "{catalog}".main.older_gone_checks)
