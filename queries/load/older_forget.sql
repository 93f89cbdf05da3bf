-- Template: has no file belong to the snapshot any more.

delete from older_gone_days;
delete from older_gone_checks;
delete from older_files;
drop view if exists temp.main.checks;
drop view if exists temp.main.check_hours;
