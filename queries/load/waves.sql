-- Template: every survey wave: identifier, group and office.

select wave_id, audience_code, office_id
from survey_waves
order by wave_id, audience_code, office_id
