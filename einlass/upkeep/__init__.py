"""The machine room: a backup, its way back into service, and what a machine can say about its own state."""
