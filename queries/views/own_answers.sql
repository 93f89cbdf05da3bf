-- One row is one answer value in one survey wave to a question that the settings of the city name (1 to 5; 9 left out).
-- parameters: audience, item
-- returns: office_id, day, day_until, wave_id, value, answer_count

select
    office_id,
    field_from as day,
    field_until as day_until,
    wave_id,
    value,
    cast(answer_count as double) as answer_count
from wave_answers
where audience_code = $audience and item_id = $item and value between 1 and 5
order by office_id, day, wave_id, value
