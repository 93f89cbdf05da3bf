-- Template: removes the rows of the touched days.

delete from {own}
where day in (select day from touched_days)
