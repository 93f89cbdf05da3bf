-- Template: the files of which rows wait for something they refer to.

select distinct batch_id
from rejects
where contains(reason_key, '.unknown_')
order by batch_id
