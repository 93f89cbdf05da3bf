-- One row is one row of an accepted export file that waits for the office, check or wave it refers to.

create table waiting (
    batch_id varchar not null,
    source_table varchar not null,
    row_number integer not null,
    referenced_table varchar not null,
    found_value varchar not null,
    detail varchar not null
);

comment on table waiting is 'One row is one row of an accepted export file that waits for the office, check or wave it refers to.';
comment on column waiting.detail is 'what else the file says of it: the group or office of a wave';
