-- One row is one office on one day with its visitor count.

create table visits (
    day date not null,
    office_id varchar not null,
    visit_count integer check (visit_count >= 0),
    counting_method varchar not null,
    row_number integer not null,
    batch_id varchar not null
);

comment on table visits is 'One row is one office on one day with its visitor count.';
comment on column visits.visit_count is 'empty: not counted';
