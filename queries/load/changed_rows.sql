-- Template: the first rows that a batch changes: number, then new and old values of every column.

select new_row.row_number, {new_values}, {old_values}
from matched
inner join batch_rows as new_row on matched.row_number = new_row.row_number
inner join {table} as old_row on {same_key}
where not matched.is_same
order by new_row.row_number
limit {limit}
