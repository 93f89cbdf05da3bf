-- One row is one answer value in one survey wave: clients on "I feel safe here" (1 to 5; 9 and empty left out).
-- parameters: none
-- returns: office_id, day, day_until, wave_id, value, answer_count
-- topic: sentiment
-- order: 210
-- unit: percent_agree
-- kind: score
-- wording: of_wave
-- audience: KUND
-- per: 100
-- better: higher
-- comparable: across
-- sources: survey_waves, answers
-- version: 1.0

select
    office_id,
    field_from as day,
    field_until as day_until,
    wave_id,
    value,
    cast(answer_count as double) as answer_count
from wave_answers
where audience_code = 'KUND' and item_id = 'SIC' and value between 1 and 5
order by office_id, day, wave_id, value
