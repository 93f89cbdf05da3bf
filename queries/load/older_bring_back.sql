-- Template: takes the resting checks back into the snapshot.

insert into {own}
select * exclude (rowid)
from checks
where rowid >= {first_row}
