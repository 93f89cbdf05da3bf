-- Template: begins a file.

attach '{file}' as {catalog}
