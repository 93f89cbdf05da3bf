-- One row is one block of entrance checks at a post.

create table checks (
    check_id varchar not null using compression uncompressed, -- no two alike: a second less for 3 million rows
    day date not null,
    office_id varchar not null,
    entrance varchar,
    starts_at time not null,
    ends_at time not null,
    regime enum('VOLL', 'STICH', 'PRAES', 'KEIN') not null,
    method_code enum('HS', 'TOR', 'TSK', 'OHNE') not null,
    checked_count integer check (checked_count >= 0),
    persons_with_find_count integer check (persons_with_find_count >= 0),
    item_count integer check (item_count >= 0),
    refused_count integer check (refused_count >= 0),
    waiting_median_minutes double check (waiting_median_minutes >= 0),
    device_outage_minutes integer check (device_outage_minutes >= 0),
    origin varchar,
    recorded_at timestamp,
    check (persons_with_find_count <= checked_count),
    check (persons_with_find_count <= item_count),
    row_number integer not null,
    batch_id varchar not null
);

comment on table checks is 'One row is one block of entrance checks at a post.';
