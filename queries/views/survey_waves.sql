-- One row is one survey wave: an identifier, a group of people and an office.
-- parameters: none
-- returns: wave_id, audience_code, office_id, field_from, field_until, mode_code, languages, client, question_wording, population_count, approached_count, participant_count, selection_code, is_representative

select
    wave_id,
    audience_code,
    office_id,
    field_from,
    field_until,
    mode_code,
    languages,
    client,
    question_wording,
    population_count,
    approached_count,
    participant_count,
    selection_code,
    is_representative
from survey_waves
order by wave_id, audience_code, office_id
