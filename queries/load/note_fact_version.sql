-- Template: notes the version of its query file by which a fact was made.

comment on table {own} is '{version}'
