-- Template: has a table hold all of its rows again.

drop view temp.main.{table}
