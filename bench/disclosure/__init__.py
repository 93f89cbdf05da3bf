"""A differencing attacker against random histories of releases: `python -m bench.disclosure`."""
