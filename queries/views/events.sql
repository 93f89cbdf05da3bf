-- One row is one event that every chart must know.
-- parameters: none
-- returns: day_from, day_until, office_id, event_kind, operating_state, label

select
    day_from,
    day_until,
    office_id,
    event_kind,
    operating_state,
    label
from events
order by day_from, event_kind, label, office_id nulls last
