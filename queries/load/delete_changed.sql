-- Template: removes the rows of which the batch brings a newer version.

delete from {own}
where rowid in (select old_row_id from matched where not is_same)
