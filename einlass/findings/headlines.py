"""The outcomes of the overview. The primary one first, as the method says."""

PRIMARY = "stable_incidents"
ALL_REPORTS = "reported_incidents"
CLIENTS = "feels_safe_clients"
STAFF = "feels_safe_staff"
FINDS = "persons_with_find"
HOURS, COST, FULFILMENT = "guard_hours", "guard_cost", "roster_fulfilment"

# Those with a verdict: what an import would change in them is said before it is taken over.
JUDGED = (PRIMARY, ALL_REPORTS, CLIENTS, STAFF)
