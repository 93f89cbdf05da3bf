-- One row is one shift of guards at a post.

create table shifts (
    shift_id varchar not null,
    day date not null,
    office_id varchar not null,
    post varchar,
    starts_at time not null,
    ends_at time not null,
    break_minutes integer,
    planned_heads integer not null,
    actual_heads integer not null,
    planned_hours double not null check (planned_hours >= 0),
    actual_hours double not null check (actual_hours >= 0),
    provider varchar,
    qualification_code varchar,
    surcharge_code varchar,
    rate_eur_per_hour double not null check (rate_eur_per_hour >= 0),
    absence_reason varchar,
    row_number integer not null,
    batch_id varchar not null
);

comment on table shifts is 'One row is one shift of guards at a post.';
