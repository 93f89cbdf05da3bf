-- Template: removes the rows with the registered keys.

delete from {own} as old_row
where exists (select 1 from gone_keys as new_row where {same_key})
