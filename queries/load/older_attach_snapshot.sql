-- Template: opens a snapshot beside others.

attach '{file}' as snapshot (read_only)
