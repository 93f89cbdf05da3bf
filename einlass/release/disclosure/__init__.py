"""Disclosure control: what must not be published, and what else has to be hidden so that nobody can compute it."""
