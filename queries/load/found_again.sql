-- Template: how many waiting rows of an export refer to something that is there.

select count(*)
from waiting
where
    source_table = '{table}'
    and found_value in (select {referenced}.{column} from {referenced})
