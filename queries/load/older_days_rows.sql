-- Template: the rows of a fact of the days of which a file still tells it.
select * from older_{number}.main.{table}
where day not in (select day from "{catalog}".main.older_gone_days where file_number >= {number})
