-- One row is one office of which an accepted export file speaks; a file without a row here speaks of all.

create table batch_offices (
    batch_id varchar not null,
    office_id varchar not null,
    primary key (batch_id, office_id)
);

comment on table batch_offices is 'One row is one office of which an accepted export file speaks; a file without a row here speaks of all.';
