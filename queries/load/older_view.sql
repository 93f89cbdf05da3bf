-- Template: has a table hold what rests in files, too.

create or replace temporary view {table} as
{rows}
