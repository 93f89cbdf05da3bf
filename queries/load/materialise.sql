-- Template: makes a fact table from its statement.

create or replace table {table} as
{statement}
