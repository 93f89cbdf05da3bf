-- One row is one office of the city.

create table offices (
    office_id varchar not null,
    name varchar not null,
    short_name varchar not null,
    site varchar,
    group_code varchar not null,
    open_weekdays varchar not null,
    row_number integer not null,
    batch_id varchar not null
);

comment on table offices is 'One row is one office of the city.';
comment on column offices.open_weekdays is 'ISO weekdays, separated by commas; where hours are told, each with its hours: 1 08:00-12:00';
