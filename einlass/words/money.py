"""Euros and hours, one way of writing them for every page and file."""

from __future__ import annotations

from einlass.words.catalogue import Words

HUNDREDS = -2  # euros of what is not yet spent are told in hundreds


def euros(amount: float, w: Words) -> str:
    """Euros without cents."""
    return w("format.euros", amount=w.number(amount))


def about(amount: float, w: Words) -> str:
    """Euros of what is not yet spent, in hundreds."""
    return euros(round(amount, HUNDREDS), w)


def euro_range(low: float, high: float, w: Words) -> str:
    """From so many to so many euros, in hundreds; one number where both are the same."""
    ends = [w.number(round(one, HUNDREDS)) for one in (low, high)]
    amount = ends[0] if ends[0] == ends[1] else w("format.range", low=ends[0], high=ends[1])
    return w("format.euros", amount=amount)


def hours(amount: float, w: Words) -> str:
    """Hours, with decimals only where there are some."""
    return w.number(amount, 0 if abs(amount - round(amount)) < 0.005 else 2)
