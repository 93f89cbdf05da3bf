"""What is a city's own: one settings file, read as a whole or not at all.

lines    TOML → statements with their lines     keys    what each key accepts
read     the file → `City`, or every fault of it at once
"""

from einlass.city.read import City, KnownTime, Thresholds, read

__all__ = ["City", "KnownTime", "Thresholds", "read"]
