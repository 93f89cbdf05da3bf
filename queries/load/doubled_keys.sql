-- Template: how many more rows of a table bear a key of the batch than the batch has rows (must be none).
-- Of those that rest in files, the batch was matched with them already.

select
    count(*)
    + (select count(*) from matched where is_same and old_row_id < 0)
    - (select count(*) from batch_rows)
from batch_rows as new_row
inner join {own} as old_row on {same_key}
