-- One row is one accepted export file.

create table batches (
    batch_id varchar not null primary key,
    source_table varchar not null,
    file_name varchar not null,
    sha256 varchar not null,
    is_sample boolean not null,
    period_from date,
    period_until date,
    accepted_count integer not null,
    rejected_count integer not null,
    duplicate_count integer not null,
    waiting_count integer not null,
    imported_at timestamp not null
);

comment on table batches is 'One row is one accepted export file.';
comment on column batches.period_until is 'the day after the last day covered; empty where no row counts';
