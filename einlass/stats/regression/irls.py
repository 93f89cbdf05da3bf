"""Iteratively reweighted least squares that starts and stops where R's glm does, and what it returns.

The product's own fits (stats/glm) go on to the maximum; here R's printed digits are to be met, and those
belong to the last working regression.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from scipy.special import ndtr, ndtri, stdtr

from einlass.stats.families import Family
from einlass.stats.series import FloatArray, Interval, Reason

R_EPSILON, R_STEPS = 1e-8, 60
"""R's stopping rule for glm (its limit of 25 steps raised)."""
STILL_MOVING = 0.5
"""A linear predictor that moves by more in the last step is on its way to infinity: each step adds about one."""
EMPTY: FloatArray = np.empty(0)
F = TypeVar("F", bound="Fit")


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Coefficients (p,), covariance (p, p), fitted means (n,); df = rows − p.

    is_quasi: dispersion was estimated (and there is no likelihood). Without a fit, reason says why and the
    arrays are empty.
    """

    coef: FloatArray
    covariance: FloatArray
    mean: FloatArray
    dispersion: float = 1.0
    deviance: float | None = None
    df: int | None = None
    log_likelihood: float | None = None
    is_quasi: bool = False
    reason: Reason | None = None

    @property
    def errors(self) -> FloatArray:
        """Standard errors of the coefficients, shape (p,)."""
        return np.sqrt(np.diag(self.covariance))

    @classmethod
    def failed(cls, reason: Reason) -> Self:
        """No fit, and why."""
        return cls(EMPTY, np.empty((0, 0)), EMPTY, reason=reason)

    def ratio(self, term: int, level: float = 0.95) -> tuple[float | None, Interval]:
        """exp of a coefficient with its Wald interval (normal quantile, as R prints it)."""
        if self.reason is not None:
            return None, Interval(level, None, None)
        middle = float(self.coef[term])
        reach = float(ndtri((1 + level) / 2) * self.errors[term])
        low, high = np.exp([middle - reach, middle + reach])
        return float(np.exp(middle)), Interval(level, float(low), float(high))

    def p_value(self, term: int) -> float | None:
        """Two-sided Wald p of a coefficient: normal, or t(df) where dispersion was estimated."""
        if self.reason is not None:
            return None
        z = -abs(float(self.coef[term] / self.errors[term]))
        return float(2 * (ndtr(z) if self.df is None or not self.is_quasi else stdtr(self.df, z)))


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Family, design (n, p), offset (n,); furthest: where means no longer follow the linear predictor, so
    that they stay apart from their bounds."""

    family: Family
    design: FloatArray
    offset: FloatArray
    furthest: float

    def state(self, eta: FloatArray) -> tuple[FloatArray, FloatArray, float]:
        """Fitted means in counts and working weights, (n,) each, and the deviance at a linear predictor."""
        reached = np.clip(eta, -self.furthest, self.furthest)[:, None]
        mean = self.family.mean(reached)
        return mean[:, 0], self.family.weight(mean)[:, 0], float(self.family.deviance(reached, mean)[0])


def fit(problem: Problem, start: FloatArray, is_quasi: bool, kind: type[F]) -> F:
    """Maximum likelihood with the canonical link; fitted means in counts, no likelihood yet.

    start (n,): the linear predictor that R begins with. Comes back with a reason if n <= p, columns depend
    on each other or no finite maximum exists.
    """
    X, y = problem.design, problem.family.counts[:, 0]
    df = len(X) - X.shape[1]
    if df <= 0 or np.linalg.matrix_rank(X) < X.shape[1]:
        return kind.failed(Reason.TOO_FEW_WEEKS)
    eta = start
    mean, weight, deviance = problem.state(eta)
    for _ in range(R_STEPS):
        last, working, before = deviance, weight, eta
        coef = _working_regression(X, eta - problem.offset + (y - mean) / weight, weight)
        eta = X @ coef + problem.offset
        mean, weight, deviance = problem.state(eta)
        if abs(deviance - last) < R_EPSILON * (abs(deviance) + 0.1):
            if float(np.abs(eta - before).max()) > STILL_MOVING:
                break
            dispersion = float(np.sum(working * ((y - mean) / weight) ** 2)) / df if is_quasi else 1.0
            covariance = np.linalg.inv((X.T * working) @ X) * dispersion
            return kind(coef, covariance, mean, dispersion, deviance, df, is_quasi=is_quasi)
    return kind.failed(Reason.FIT_FAILED)


def _working_regression(X: FloatArray, target: FloatArray, weight: FloatArray) -> FloatArray:
    root = np.sqrt(weight)
    return np.asarray(np.linalg.lstsq(X * root[:, None], target * root, rcond=None)[0])
