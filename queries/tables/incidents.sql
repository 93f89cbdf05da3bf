-- One row is one reported incident.

create table incidents (
    incident_id varchar not null,
    day date not null,
    hour integer check (hour between 0 and 23),
    office_id varchar not null,
    place_code varchar not null,
    incident_kinds varchar not null,
    severity_code varchar not null,
    severity_level integer not null check (severity_level between 0 and 3),
    means_code varchar not null,
    affected_count integer,
    injured_count integer,
    unfit_count integer,
    is_alarm boolean,
    is_guard_intervention boolean,
    is_police boolean,
    is_house_ban boolean,
    is_criminal_complaint boolean,
    reporter_code varchar not null,
    reported_on date not null,
    reporting_version integer,
    status_code varchar not null,
    check (reported_on >= day),
    row_number integer not null,
    batch_id varchar not null
);

comment on table incidents is 'One row is one reported incident.';
comment on column incidents.incident_kinds is 'one or more codes, separated by |';
comment on column incidents.severity_code is 'level as the city writes it';
comment on column incidents.severity_level is 'Aachen model, 0 to 3';
