-- One row is one item category at one office on one day, with how many items were found.
-- days_of: checks, finds
-- returns: office_id, day, category_code, item_count, weapons_act_item_count

-- Finds are added up before they meet their checks, of which there are a thousand times as many.
with found as (
    select
        check_id,
        category_code,
        sum(item_count) as item_count,
        sum(case when weapons_act_code = 'J' then item_count else 0 end) as weapons_act_item_count
    from finds
    group by check_id, category_code
)

select
    checks.office_id,
    checks.day,
    found.category_code,
    cast(sum(found.item_count) as bigint) as item_count,
    cast(sum(found.weapons_act_item_count) as bigint) as weapons_act_item_count
from found
inner join checks on found.check_id = checks.check_id
group by checks.office_id, checks.day, found.category_code
order by checks.office_id, checks.day, found.category_code
