-- Template: notes the resting checks of which the batch brings a newer version.

insert into older_gone_checks
select old_row_id
from matched
where not is_same and old_row_id < 0
