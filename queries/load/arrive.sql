-- Template: puts the rows of Parquet files into a table, column by name.

insert into {table} by name
select * from read_parquet([{files}])
order by all
