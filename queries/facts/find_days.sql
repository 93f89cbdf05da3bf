-- One row is one item category at one office on one day, with how many items were found.
-- returns: office_id, day, category_code, item_count, weapons_act_item_count

select
    checks.office_id,
    checks.day,
    finds.category_code,
    cast(sum(finds.item_count) as bigint) as item_count,
    cast(sum(case when finds.weapons_act_code = 'J' then finds.item_count else 0 end) as bigint)
        as weapons_act_item_count
from finds
inner join checks on finds.check_id = checks.check_id
group by checks.office_id, checks.day, finds.category_code
order by checks.office_id, checks.day, finds.category_code
