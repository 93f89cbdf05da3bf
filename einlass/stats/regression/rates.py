"""Rates by the book: Poisson, quasi-Poisson, negative binomial (NB2)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.special import digamma, expit, gammaln, polygamma, xlogy

from einlass.stats.families import Poisson
from einlass.stats.regression.irls import Fit, Problem, fit
from einlass.stats.regression.linear import design_matrix
from einlass.stats.series import FloatArray, Reason, vector

FURTHEST = 300.0
"""On the log scale; exp(300) is a number still."""
LARGEST_THETA = 1e7
"""Beyond it a negative binomial cannot be told from a Poisson distribution."""


@dataclass(frozen=True, slots=True, eq=False)
class RateFit(Fit):
    """Log-linear fit, means in counts; theta and its error: negative binomial only."""

    theta: float | None = None
    theta_error: float | None = None


def poisson(counts: npt.ArrayLike, design: npt.ArrayLike, exposure: npt.ArrayLike | None = None) -> RateFit:
    """Poisson regression by maximum likelihood.

    counts (n,), design (n, p) with its intercept, exposure (n,) > 0. Raises ValueError if shapes
    differ; a fit that does not exist comes back with a reason. Starts and stops where R's glm does
    (covariance at the weights of the last working regression), so that R's printed digits agree.
    Source: McCullagh and Nelder 1989, ch. 6.
    """
    return _glm(*_inputs(counts, design, exposure), is_quasi=False)


def quasi_poisson(
    counts: npt.ArrayLike, design: npt.ArrayLike, exposure: npt.ArrayLike | None = None
) -> RateFit:
    """Poisson coefficients, covariance times Pearson's dispersion (which may be below 1, as in R)."""
    return _glm(*_inputs(counts, design, exposure), is_quasi=True)


def negative_binomial(
    counts: npt.ArrayLike, design: npt.ArrayLike, exposure: npt.ArrayLike | None = None
) -> RateFit:
    """NB2 regression, variance μ + μ²/θ, coefficients and θ in turn until the likelihood stands still.

    Errors of the coefficients at fixed θ, error of θ from its own observed information, as MASS::glm.nb
    prints them (Venables and Ripley 2002, section 7.4). theta None = no over-dispersion: the Poisson fit
    is returned.
    """
    y, X, offset = _inputs(counts, design, exposure)
    plain = _glm(y, X, offset, is_quasi=False)
    if plain.reason is not None:
        return plain
    coef, mean = plain.coef, plain.mean
    theta, last = _theta(y, mean), -np.inf
    for _ in range(200):
        if theta is None:
            return plain
        coef, mean, information = _nb_coefficients(y, X, offset, coef, theta)
        theta = _theta(y, mean, theta)
        now = _nb_likelihood(y, mean, theta) if theta else last
        if theta is not None and abs(now - last) < 1e-11 * abs(now):
            error = 1.0 / float(np.sqrt(-_theta_slope(y, mean, theta)))
            covariance = np.linalg.inv(information)
            return RateFit(coef, covariance, mean, log_likelihood=now, theta=theta, theta_error=error)
        last = now
    return RateFit.failed(Reason.FIT_FAILED)


def _inputs(
    counts: npt.ArrayLike, design: npt.ArrayLike, exposure: npt.ArrayLike | None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    y = vector(counts, "counts")
    offset = np.zeros(len(y)) if exposure is None else np.log(vector(exposure, "exposure", len(y)))
    return y, design_matrix(design, len(y)), offset


def _glm(y: FloatArray, X: FloatArray, offset: FloatArray, is_quasi: bool) -> RateFit:
    if y.sum() == 0:
        return RateFit.failed(Reason.NO_EVENTS)
    found = fit(Problem(Poisson.of(y), X, offset, FURTHEST), np.log(y + 0.1), is_quasi, RateFit)
    if found.reason is not None or is_quasi:
        return found
    likelihood = float(np.sum(xlogy(y, found.mean) - found.mean - gammaln(y + 1)))
    return replace(found, log_likelihood=likelihood)


def _nb_coefficients(
    y: FloatArray, X: FloatArray, offset: FloatArray, coef: FloatArray, theta: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Fisher scoring at fixed θ; coefficients, means, information."""
    for _ in range(50):
        mean = np.exp(X @ coef + offset)
        weight = mean * expit(np.log(theta) - np.log(mean))
        information = (X.T * weight) @ X
        move = np.linalg.solve(information, X.T @ ((y - mean) * weight / mean))
        coef = coef + move
        if float(move @ information @ move) < 1e-16:
            break
    mean = np.exp(X @ coef + offset)
    weight = mean * expit(np.log(theta) - np.log(mean))
    return coef, mean, (X.T * weight) @ X


def _nb_likelihood(y: FloatArray, mean: FloatArray, theta: float) -> float:
    terms = gammaln(theta + y) - gammaln(theta) - gammaln(y + 1) + theta * np.log(theta)
    return float(np.sum(terms + xlogy(y, mean) - (theta + y) * np.log(theta + mean)))


def _theta_score(y: FloatArray, mean: FloatArray, theta: float) -> float:
    """Derivative of the log likelihood by θ."""
    terms = digamma(theta + y) - digamma(theta) + np.log(theta) + 1
    return float(np.sum(terms - np.log(theta + mean) - (y + theta) / (mean + theta)))


def _theta_slope(y: FloatArray, mean: FloatArray, theta: float) -> float:
    """Second derivative of the log likelihood by θ."""
    terms = polygamma(1, theta + y) - polygamma(1, theta) + 1 / theta
    return float(np.sum(terms - 2 / (mean + theta) + (y + theta) / (mean + theta) ** 2))


def _theta(y: FloatArray, mean: FloatArray, start: float = 1.0) -> float | None:
    """Maximum likelihood θ at fixed means: Newton on log θ in a bracket; None if it runs to infinity."""
    low, high = float(np.log(1e-4)), float(np.log(LARGEST_THETA))
    if _theta_score(y, mean, LARGEST_THETA) > 0:
        return None
    here = float(np.log(start))
    for _ in range(100):
        theta = float(np.exp(here))
        score = _theta_score(y, mean, theta)
        low, high = (here, high) if score > 0 else (low, here)
        bend = _theta_slope(y, mean, theta) * theta + score
        there = here - score / bend if bend < 0 else (low + high) / 2
        there = there if low < there < high else (low + high) / 2
        if abs(there - here) < 1e-10:
            break
        here = there
    return float(np.exp(there))
