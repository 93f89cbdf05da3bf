-- One row is one level of severity of the city that a data version was built with.
-- parameters: none
-- returns: severity_code, incident_kinds, severity_level

select severity_code, incident_kinds, severity_level
from severity_levels
order by severity_code, incident_kinds
