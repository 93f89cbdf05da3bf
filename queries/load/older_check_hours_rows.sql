-- Template: the hours of the days of which a file of resting checks still tells them.
select * from older_{number}.main.check_hours
where day not in (select day from "{catalog}".main.older_gone_days where file_number >= {number})
