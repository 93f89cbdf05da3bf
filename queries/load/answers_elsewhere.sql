-- Template: how many answers of a batch bear the identifier of an answer in a wave of another group or office.

select count(distinct new_row.answer_id)
from batch_rows as new_row
inner join answers as old_row on new_row.answer_id = old_row.answer_id
where new_row.audience_code <> old_row.audience_code or new_row.office_id <> old_row.office_id
