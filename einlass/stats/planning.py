"""How many answers a survey needs: shares in waves, where answers of one wave are more alike than those of several."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from einlass.stats.power import LEVEL, POWER


def intraclass_correlation(agreeing: npt.ArrayLike, answers: npt.ArrayLike) -> float:
    """How much more alike the answers of one wave are than those of different waves, 0 to 1.

    agreeing, answers: counts of shape (waves,). Estimator of analysis of variance for yes/no answers; one below zero is
    told as 0, and so is one that cannot be estimated (fewer than two waves). Source: Donner and Klar 2000, chapter 6;
    Ridout, Demetrio and Firth 1999.
    """
    yes, size = (np.asarray(one, dtype=np.float64) for one in (agreeing, answers))
    yes, size = yes[size > 0], size[size > 0]
    waves, total = len(size), float(size.sum())
    if waves < 2 or total <= waves:
        return 0.0
    shares, whole = yes / size, float(yes.sum()) / total
    between = float((size * (shares - whole) ** 2).sum()) / (waves - 1)
    within = float((size * shares * (1 - shares)).sum()) / (total - waves)
    usual = (total - float((size**2).sum()) / total) / (waves - 1)
    spread = between + (usual - 1) * within
    return min(1.0, max(0.0, (between - within) / spread)) if spread > 0 else 0.0


def answers_per_wave(
    before: Sequence[tuple[float, float]], difference: float, waves: int, correlation: float
) -> int | None:
    """Answers in each of so many waves since the start that show a difference of shares with 80 % power.

    before: agreeing and all answers of each wave before. difference: of shares, above 0 where more agree.
    correlation: of answers of one wave. None where no number of answers does: then it takes more waves. The level is
    95 %, two-sided, by the normal approximation. Source: Donner and Klar 2000, chapter 5 (design effect of clusters).

    Raises ValueError unless the share after lies between 0 and 1 and there are answers before.
    """
    size = np.array([all_ for _, all_ in before], dtype=np.float64)
    if not size.sum():
        raise ValueError("there are no answers before")
    share = sum(yes for yes, _ in before) / float(size.sum())
    later = share + difference
    if not 0 <= later <= 1 or not difference:
        raise ValueError(f"a share of {share:.2f} cannot move by {difference}")
    wanted = (difference / (float(ndtri((1 + LEVEL) / 2)) + float(ndtri(POWER)))) ** 2
    known = (
        share * (1 - share) * float((size**2 * _variance(size, correlation)).sum()) / float(size.sum()) ** 2
    )
    room = waves * (wanted - known)
    noise = later * (1 - later)
    if noise == 0:
        return 1 if room > 0 else None
    left = room / noise - correlation
    return max(1, math.ceil((1 - correlation) / left)) if left > 0 else None


def _variance(size: npt.NDArray[np.float64], correlation: float) -> npt.NDArray[np.float64]:
    """Of the mean of a wave, in units of that of one answer."""
    return correlation + (1 - correlation) / size
