"""Newton fits of log-linear and logit models with a ridge, and profile limits of the last coefficient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import expit, xlogy

from einlass.stats.series import BoolArray, FloatArray

MAX_STEPS = 60
"""More than any of 10⁵ simulated series needed (most take 5); beyond it the fit is called failed."""
TOLERANCE = 1e-10
"""On the Newton decrement, in units of deviance: far below any printed digit."""
MAX_MOVE = 3.0
"""Longest step of a linear predictor in one iteration: exp(3) is a twentyfold change."""


class Family(Protocol):
    """A distribution with its canonical link; eta and mean have shape (n, fits)."""

    def mean(self, eta: FloatArray) -> FloatArray: ...
    def weight(self, mean: FloatArray) -> FloatArray: ...
    def deviance(self, eta: FloatArray, mean: FloatArray, /) -> FloatArray: ...
    @property
    def counts(self) -> FloatArray: ...


@dataclass(frozen=True, slots=True, eq=False)
class Poisson:
    """Counts y, shape (n, 1); log link."""

    counts: FloatArray
    saturated: float

    @classmethod
    def of(cls, counts: FloatArray) -> Poisson:
        """From counts of shape (n,)."""
        return cls(counts[:, None], float(np.sum(xlogy(counts, counts) - counts)))

    def mean(self, eta: FloatArray) -> FloatArray:
        return np.exp(np.minimum(eta, 300.0))

    def weight(self, mean: FloatArray) -> FloatArray:
        return mean

    def deviance(self, eta: FloatArray, mean: FloatArray, /) -> FloatArray:
        dev: FloatArray = 2.0 * (self.saturated + np.add.reduce(mean - self.counts * eta, axis=0))
        return dev


@dataclass(frozen=True, slots=True, eq=False)
class Binomial:
    """Counts y out of totals m, both of shape (n, 1); logit link."""

    counts: FloatArray
    totals: FloatArray
    saturated: float

    @classmethod
    def of(cls, counts: FloatArray, totals: FloatArray) -> Binomial:
        """From counts and totals of shape (n,); totals > 0."""
        y, m = counts, totals
        return cls(y[:, None], m[:, None], float(np.sum(xlogy(y, y / m) + xlogy(m - y, (m - y) / m))))

    def mean(self, eta: FloatArray) -> FloatArray:
        return self.totals * expit(eta)

    def weight(self, mean: FloatArray) -> FloatArray:
        return mean * (1.0 - mean / self.totals)

    def deviance(self, eta: FloatArray, _mean: FloatArray, /) -> FloatArray:
        y, m = self.counts, self.totals
        likelihood = np.add.reduce((y - m) * eta - m * np.logaddexp(0.0, -eta), axis=0)
        dev: FloatArray = 2.0 * (self.saturated - likelihood)
        return dev


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Family, design (n, p), offset (n,), ridge (p,) = each coefficient's prior precision × scale."""

    family: Family
    design: FloatArray
    offset: FloatArray
    ridge: FloatArray
    products: FloatArray

    @classmethod
    def of(cls, family: Family, design: FloatArray, offset: FloatArray, ridge: FloatArray) -> Problem:
        n, p = design.shape
        return cls(family, design, offset, ridge, (design[:, :, None] * design[:, None, :]).reshape(n, p * p))

    def with_ridge(self, ridge: FloatArray) -> Problem:
        """The same data under another prior."""
        return Problem(self.family, self.design, self.offset, ridge, self.products)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Everything at the coefficients of several fits at once: (fits,), (fits, p), (fits, p, p), (n, fits)."""

    deviance: FloatArray
    score: FloatArray
    hessian: FloatArray
    mean: FloatArray
    weight: FloatArray


def evaluate(problem: Problem, coef: FloatArray) -> State:
    """Penalised deviance, its half negative gradient and half Hessian at coefficients of shape (fits, p)."""
    family, ridge = problem.family, problem.ridge
    eta = problem.design @ coef.T + problem.offset[:, None]
    mean = family.mean(eta)
    weight = family.weight(mean)
    score = (family.counts - mean).T @ problem.design - ridge * coef
    p = coef.shape[1]
    hessian = (weight.T @ problem.products).reshape(-1, p, p) + np.diag(ridge)
    deviance = family.deviance(eta, mean) + (coef * coef) @ ridge
    return State(deviance, score, hessian, mean, weight)


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Coefficients (p,), fitted means and working weights (n,), information (p, p), penalised deviance."""

    coef: FloatArray
    mean: FloatArray
    weight: FloatArray
    information: FloatArray
    deviance: float


def maximise(problem: Problem, start: FloatArray) -> Solution | None:
    """Maximum (penalised) likelihood by Newton steps with halving; None if there is no finite maximum."""
    coef = start[None, :]
    state = evaluate(problem, coef)
    for _ in range(MAX_STEPS):
        try:
            move = np.linalg.solve(state.hessian, state.score[:, :, None])[:, :, 0]
        except np.linalg.LinAlgError:
            return None
        decrement = float((move * state.score).sum())
        if not np.isfinite(decrement):
            return None
        if decrement < TOLERANCE:
            final = evaluate(problem, coef + move)
            return Solution(
                (coef + move)[0],
                final.mean[:, 0],
                final.weight[:, 0],
                final.hessian[0],
                float(final.deviance[0]),
            )
        coef, state = _halved(problem, coef, state, move)
    return None


def _halved(problem: Problem, coef: FloatArray, state: State, move: FloatArray) -> tuple[FloatArray, State]:
    """A Newton step, shortened until the deviance falls."""
    longest = float(np.abs(problem.design @ move.T).max())
    factor = min(1.0, MAX_MOVE / longest) if longest > 0 else 1.0
    for _ in range(20):
        trial = coef + factor * move
        there = evaluate(problem, trial)
        if np.isfinite(there.deviance[0]) and there.deviance[0] <= state.deviance[0] + 1e-9:
            return trial, there
        factor /= 2.0
    return trial, there


def profile_limits(problem: Problem, start: FloatArray, least: float, targets: FloatArray) -> FloatArray:
    """Values of the last coefficient where the signed root of the profile deviance meets the targets.

    start: (targets, p) first guesses; least: smallest penalised deviance; targets: sign × root of the
    rise wanted. One Newton iteration moves the nuisance coefficients and the last one together (after
    Venzon and Moolgavkar 1988, Applied Statistics 37:87), inside a bracket. Returns nan where it does not
    converge.
    """
    coef, sign, wanted = start.copy(), np.sign(targets), np.abs(targets)
    inner, outer = np.full(len(targets), -np.inf), np.full(len(targets), np.inf)
    done = np.zeros(len(targets), dtype=bool)
    for _ in range(MAX_STEPS):
        state = evaluate(problem, coef)
        block, column = state.hessian[:, :-1, :-1], state.hessian[:, :-1, -1]
        try:
            solved = np.linalg.solve(block, np.stack([state.score[:, :-1], column], axis=2))
        except np.linalg.LinAlgError:
            break
        gain = (solved[:, :, 0] * state.score[:, :-1]).sum(axis=1)
        rise = np.maximum(state.deviance - gain - least, 1e-12)
        slope = -2.0 * (state.score[:, -1] - (solved[:, :, 0] * column).sum(axis=1))
        here = _Here(
            sign * coef[:, -1], np.sqrt(rise) - wanted, sign * slope / (2 * np.sqrt(rise)), gain < 1e-3
        )
        inner, outer = _bracket(here, inner, outer)
        move = sign * _step(here, inner, outer)
        done = (np.abs(move) < 1e-9) & (gain < TOLERANCE)
        change = np.concatenate([solved[:, :, 0] - solved[:, :, 1] * move[:, None], move[:, None]], axis=1)
        if done.all() or not np.isfinite(change).all():
            break
        longest = np.abs(problem.design @ change.T).max(axis=0)
        coef = coef + change * np.minimum(1.0, MAX_MOVE / np.maximum(longest, 1e-300))[:, None]
    limits: FloatArray = np.where(done, coef[:, -1], np.nan)
    return limits


@dataclass(frozen=True, slots=True, eq=False)
class _Here:
    """Where each limit's search stands, on an axis that points away from the estimate."""

    value: FloatArray
    excess: FloatArray
    slope: FloatArray
    is_settled: BoolArray
    """Nuisance coefficients near their optimum: only then does the excess bound the limit."""


def _bracket(here: _Here, inner: FloatArray, outer: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Tighten the bracket of each limit by what is known here."""
    low, high = here.is_settled & (here.excess < 0), here.is_settled & (here.excess >= 0)
    return np.where(low, np.maximum(inner, here.value), inner), np.where(
        high, np.minimum(outer, here.value), outer
    )


def _step(here: _Here, inner: FloatArray, outer: FloatArray) -> FloatArray:
    """Newton step along the axis; the middle of the bracket where Newton would leave it."""
    newton = here.value - here.excess / np.where(here.slope > 0, here.slope, np.nan)
    is_bracketed = np.isfinite(inner) & np.isfinite(outer)
    middle = (np.where(is_bracketed, inner, 0.0) + np.where(is_bracketed, outer, 0.0)) / 2
    fallback = np.where(is_bracketed, middle, here.value - np.sign(here.excess))
    inside = np.isfinite(newton) & (newton > inner - 1e-7) & (newton < outer + 1e-7)
    return np.where(inside, newton, fallback) - here.value
