-- Template: the same of a fact that pages read office by office: those of an office lie together, whenever they came.

create table resting.main.{table} as
select * from snapshot.main.{table}
order by office_id, day
