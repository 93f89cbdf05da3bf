-- Template: the number of a further file: one that is not mentioned yet.

select coalesce(max(file_number), 0) + 1
from (
    select file_number from lean.main.older_files
    union all
    select file_number from lean.main.older_gone_days
)
