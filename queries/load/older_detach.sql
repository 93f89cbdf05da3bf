-- Template: ends a file.

detach {catalog}
