-- One row is one wave of a survey among a group of people at an office; its identifier alone may stand for several.

create table survey_waves (
    wave_id varchar not null,
    audience_code varchar not null,
    office_id varchar not null,
    field_from date not null,
    field_until date not null,
    mode_code varchar not null,
    languages varchar,
    client varchar,
    question_wording varchar not null,
    population_count integer,
    approached_count integer,
    participant_count integer not null,
    selection_code varchar not null,
    is_representative boolean not null,
    check (field_until >= field_from),
    row_number integer not null,
    batch_id varchar not null
);

comment on table survey_waves is 'One row is one wave of a survey among a group of people at an office; its identifier alone may stand for several.';
