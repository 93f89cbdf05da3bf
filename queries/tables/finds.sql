-- One row is one kind of item found in a check block.

create table finds (
    find_id varchar not null,
    check_id varchar not null,
    category_code varchar not null,
    item_count integer not null check (item_count > 0),
    weapons_act_code varchar not null,
    disposal_code varchar not null,
    row_number integer not null,
    batch_id varchar not null
);

comment on table finds is 'One row is one kind of item found in a check block.';
