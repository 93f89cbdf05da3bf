-- One row is one episode of a measure at an office.

create table measures (
    measure_id varchar not null,
    office_id varchar not null,
    valid_from date not null,
    planned_until date,
    extended_until date,
    valid_until date,
    regime varchar not null,
    reason varchar,
    reference_url varchar,
    check (valid_until >= valid_from),
    row_number integer not null,
    batch_id varchar not null
);

comment on table measures is 'One row is one episode of a measure at an office.';
comment on column measures.valid_until is 'last day; empty while it lasts';
