-- Template: a snapshot like another one, without its rows.

copy from database snapshot to lean (schema);
create table if not exists lean.main.older_files (
    file_number bigint not null,
    table_name varchar not null,
    file_name varchar not null,
    sha256 varchar not null,
    byte_count bigint not null
);
create table if not exists lean.main.older_gone_checks (row_id bigint not null);
create table if not exists lean.main.older_gone_days (day date not null, file_number bigint not null);
