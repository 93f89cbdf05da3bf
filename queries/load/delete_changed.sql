-- Template: removes the rows of which the batch brings a newer version.

delete from {table} as old_row
where exists (select 1 from batch_rows as new_row where {same_key} and not ({same_values}))
