-- Template: how many rows of imports that count are refused for a reason.

select count(*) from rejects where reason_key = '{reason}'
