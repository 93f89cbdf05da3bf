-- One row is one level of a city, for some kinds of incidents or for all, with the level of the Aachen model.

create table severity_levels (
    severity_code varchar not null,
    incident_kinds varchar not null,
    severity_level integer not null check (severity_level between 0 and 3)
);

comment on table severity_levels is 'One row is one level of a city, for some kinds of incidents or for all, with the level of the Aachen model.';
comment on column severity_levels.incident_kinds is 'codes separated by |; empty: of every kind';
