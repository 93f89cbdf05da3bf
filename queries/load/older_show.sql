-- Template: shows a table.

create view {table} as
{rows}
