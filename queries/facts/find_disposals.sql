-- One row is one kind of item at one office on one day in one regime, by weapons act and what became of it.
-- days_of: checks, finds
-- returns: office_id, day, regime, category_code, weapons_act_code, disposal_code, item_count

-- Finds are added up before they meet their checks, of which there are a thousand times as many.
with found as (
    select
        check_id,
        category_code,
        weapons_act_code,
        disposal_code,
        sum(item_count) as item_count
    from finds
    group by check_id, category_code, weapons_act_code, disposal_code
)

select
    checks.office_id,
    checks.day,
    cast(checks.regime as string) as regime,
    found.category_code,
    found.weapons_act_code,
    found.disposal_code,
    cast(sum(found.item_count) as bigint) as item_count
from found
inner join checks on found.check_id = checks.check_id
where checks.regime in ('VOLL', 'STICH')
group by
    checks.office_id,
    checks.day,
    cast(checks.regime as string),
    found.category_code,
    found.weapons_act_code,
    found.disposal_code
order by
    checks.office_id,
    checks.day,
    regime,
    found.category_code,
    found.weapons_act_code,
    found.disposal_code
