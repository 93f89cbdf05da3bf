-- Template: adds the rows of a fact of days; those of an office lie together, so that a page can skip the others.

insert into {own}
{statement}
order by office_id, day
