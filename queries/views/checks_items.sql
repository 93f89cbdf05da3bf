-- One row is one kind of item at one office in one regime, by weapons act and what became of it, in some days (half-open).
-- parameters: day_from, day_until
-- returns: office_id, regime, category_code, weapons_act_code, disposal_code, item_count

select
    office_id,
    regime,
    category_code,
    weapons_act_code,
    disposal_code,
    cast(sum(item_count) as bigint) as item_count
from find_disposals
where day >= $day_from and day < $day_until
group by office_id, regime, category_code, weapons_act_code, disposal_code
order by office_id, regime, category_code, weapons_act_code, disposal_code
