-- One row is one reason why a row of an export was refused.

create table rejects (
    batch_id varchar not null,
    row_number integer not null,
    column_name varchar not null,
    found_value varchar not null,
    reason_key varchar not null,
    expected varchar not null
);

comment on table rejects is 'One row is one reason why a row of an export was refused.';
