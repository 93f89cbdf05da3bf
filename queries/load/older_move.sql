-- Template: moves rows of a snapshot into a file where they rest.

create table resting.main.{table} as
select * from snapshot.main.{table}
