"""Figures that can be cited, made of findings and topics that exist: no number is computed a second time here."""

from einlass.release.figures.build import figure, figures
from einlass.release.figures.catalogue import Entry, catalogue, entry_of, topic_of

__all__ = ["Entry", "catalogue", "entry_of", "figure", "figures", "topic_of"]
