-- Template: opens a file of checks that rest.

attach '{file}' as older_{number} (read_only)
