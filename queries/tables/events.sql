-- One row is one event that every chart must know.

create table events (
    day_from date not null,
    day_until date,
    office_id varchar,
    event_kind varchar not null,
    operating_state varchar,
    label varchar not null,
    row_number integer not null,
    batch_id varchar not null
);

comment on table events is 'One row is one event that every chart must know.';
comment on column events.office_id is 'empty: all offices';
comment on column events.day_until is 'last day; empty: open end';
