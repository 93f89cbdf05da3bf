"""Shares by the book: logit models of successes out of totals, plain and with estimated dispersion."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import expit, gammaln
from scipy.special import logit as log_odds

from einlass.stats.families import Binomial
from einlass.stats.regression.irls import Fit, Problem, fit
from einlass.stats.regression.linear import design_matrix
from einlass.stats.series import FloatArray, Reason, vector

FURTHEST = 30.0
"""Log odds beyond which R takes a share for 0 or 1 but for the precision of the machine."""


def logit(
    successes: npt.ArrayLike,
    totals: npt.ArrayLike,
    design: npt.ArrayLike,
    offset: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
) -> Fit:
    """Logit regression by maximum likelihood; mean holds the fitted shares (0–1), ratio gives odds ratios.

    successes, totals (n,), 0 <= successes <= totals; design (n, p) with its intercept; offset (n,) on the
    scale of log odds; weights (n,) >= 0 multiply a row's totals. Rows with total or weight 0 count for
    nothing, as in R. Raises ValueError if shapes differ or a number lies outside; a fit that does not exist
    (no successes, nothing but successes, groups that are told apart perfectly) comes back with a reason.
    Starts and stops where R's glm(cbind(successes, totals − successes) ~ …, binomial) does, so that R's
    printed digits agree. Source: McCullagh and Nelder 1989, ch. 4.
    """
    return _logit(_Rows.of(successes, totals, design, offset, weights), is_quasi=False)


def quasi_logit(
    successes: npt.ArrayLike,
    totals: npt.ArrayLike,
    design: npt.ArrayLike,
    offset: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
) -> Fit:
    """Logit coefficients, covariance times Pearson's dispersion (which may be below 1), as R's quasibinomial."""
    return _logit(_Rows.of(successes, totals, design, offset, weights), is_quasi=True)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Successes y, totals n, weights w and offset, (n,) each; design (n, p)."""

    y: FloatArray
    n: FloatArray
    w: FloatArray
    X: FloatArray
    offset: FloatArray

    @classmethod
    def of(
        cls,
        successes: npt.ArrayLike,
        totals: npt.ArrayLike,
        design: npt.ArrayLike,
        offset: npt.ArrayLike | None,
        weights: npt.ArrayLike | None,
    ) -> _Rows:
        y = vector(successes, "successes")
        n = vector(totals, "totals", len(y))
        w = np.ones(len(y)) if weights is None else vector(weights, "weights", len(y))
        shift = np.zeros(len(y)) if offset is None else vector(offset, "offset", len(y))
        is_known = np.isfinite(n) & np.isfinite(w) & np.isfinite(shift)
        if not np.all((y >= 0) & (y <= n) & (w >= 0) & is_known):
            raise ValueError("successes must lie between 0 and the totals, weights from 0; offsets be finite")
        return cls(y, n, w, design_matrix(design, len(y)), shift)

    def counted(self) -> _Rows:
        """Without the rows that count for nothing."""
        kept = self.n * self.w > 0
        return _Rows(self.y[kept], self.n[kept], self.w[kept], self.X[kept], self.offset[kept])


def _logit(every: _Rows, is_quasi: bool) -> Fit:
    rows = every.counted()
    y, n = rows.w * rows.y, rows.w * rows.n
    if y.sum() == 0:
        return Fit.failed(Reason.NO_EVENTS)
    if (y == n).all():
        return Fit.failed(Reason.NO_VARIATION)
    family = Binomial.of(y, n)
    start = log_odds((rows.y + 0.5) / (rows.n + 1))
    found = fit(Problem(family, rows.X, rows.offset, FURTHEST), start, is_quasi, Fit)
    if found.reason is not None or found.deviance is None:
        return found
    share = expit(every.X @ found.coef + every.offset)
    ways = gammaln(rows.n + 1) - gammaln(rows.y + 1) - gammaln(rows.n - rows.y + 1)
    likelihood = float(rows.w @ ways) + family.saturated - found.deviance / 2
    return replace(found, mean=share, log_likelihood=None if is_quasi else likelihood)
