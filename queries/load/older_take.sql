-- Template: takes over the rows of a table of a snapshot.

insert into lean.main.{table}
select * from snapshot.main.{table}
