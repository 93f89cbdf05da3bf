-- One row is one answer to one item in a survey wave.

create table answers (
    answer_id varchar not null,
    wave_id varchar not null,
    audience_code varchar not null,
    office_id varchar not null,
    item_id varchar not null,
    value integer not null check (value in (1, 2, 3, 4, 5, 9)),
    row_number integer not null,
    batch_id varchar not null
);

comment on table answers is 'One row is one answer to one item in a survey wave.';
comment on column answers.audience_code is 'with office_id: which of the waves that bear the wave_id';
comment on column answers.value is '1 to 5, 9: no answer';
