"""Figures that can be cited, made of findings and topics that exist: no number is computed a second time here."""

from einlass.release.figures.build import figure, figures, same_days, wider
from einlass.release.figures.catalogue import Entry, catalogue, entry_of, topic_of
from einlass.release.figures.extent import USUAL, Extent, extent_of, fills
from einlass.release.figures.periods import untold_days

__all__ = [
    "USUAL",
    "Entry",
    "Extent",
    "catalogue",
    "entry_of",
    "extent_of",
    "figure",
    "figures",
    "fills",
    "same_days",
    "topic_of",
    "untold_days",
    "wider",
]
