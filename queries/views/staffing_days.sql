-- One row is one office on one day in the roster: what guards cost, and what visits and checks that day counted.
-- A count is told where it is known; on a closed day nobody came, and without a check nobody was checked.
-- parameters: none
-- returns: office_id, day, guard_cost_eur, is_visit_told, visit_count, is_check_told, checked_count, persons_with_find_count

select
    office_id,
    day,
    guard_cost_eur,
    not is_open or visit_count is not null as is_visit_told,
    case when is_open then coalesce(visit_count, 0) else 0 end as visit_count,
    regime is null or regime not in ('VOLL', 'STICH') or persons_with_find_count is not null as is_check_told,
    case when regime in ('VOLL', 'STICH') then coalesce(checked_count, 0) else 0 end as checked_count,
    case when regime in ('VOLL', 'STICH') then coalesce(persons_with_find_count, 0) else 0 end
        as persons_with_find_count
from office_days
where has_roster
order by office_id, day
