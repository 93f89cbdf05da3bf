-- One row is one day.

create table calendar (
    day date not null primary key,
    week_start date not null,
    iso_weekday integer not null,
    month_start date not null,
    is_holiday boolean not null
);

comment on table calendar is 'One row is one day.';
comment on column calendar.week_start is 'Monday of the ISO week';
comment on column calendar.is_holiday is 'public holiday in the state of the settings';
