"""Files as they arrive, each with what must come of it; built here, so that every byte has a reason."""
