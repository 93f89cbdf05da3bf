-- Template: makes the list of the days of which something has changed.

create or replace temporary table touched_days (day date not null)
