-- One row is one value of one item in one survey wave, with how many gave it.
-- returns: wave_id, office_id, audience_code, field_from, field_until, item_id, value, answer_count

select
    survey_waves.wave_id,
    survey_waves.office_id,
    survey_waves.audience_code,
    survey_waves.field_from,
    survey_waves.field_until,
    answers.item_id,
    answers.value,
    count(*) as answer_count
from answers
inner join survey_waves
    on answers.wave_id = survey_waves.wave_id
    and answers.audience_code = survey_waves.audience_code
    and answers.office_id = survey_waves.office_id
group by
    survey_waves.wave_id,
    survey_waves.office_id,
    survey_waves.audience_code,
    survey_waves.field_from,
    survey_waves.field_until,
    answers.item_id,
    answers.value
order by survey_waves.wave_id, survey_waves.audience_code, survey_waves.office_id, answers.item_id, answers.value
