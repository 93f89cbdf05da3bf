-- Template: has no file hold rows of a table any more.

delete from older_files
where table_name = '{table}';
delete from older_gone_checks
where '{table}' = 'checks';
