"""Newton fits of log-linear models with a ridge, free or given the sums of weeks; profile limits of the last term."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from einlass.stats.families import Family, Shared
from einlass.stats.series import FloatArray

MAX_STEPS = 60
"""More than any of 10⁵ simulated series needed (most take 5); beyond it the fit is called failed."""
TOLERANCE = 1e-8
"""On the Newton decrement before the last step (units of deviance); that step squares what is left."""
LAST_MOVE = 1e-5
"""A limit's last Newton step, log scale; what is left after it is its square."""
MAX_MOVE = 3.0
"""Longest step of a linear predictor in one iteration: exp(3) is a twentyfold change."""


BEYOND = 60.0
"""A coefficient this far out is as good as infinite: the search for its limit ends."""


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
        """With the products of the design's columns, computed once."""
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
    hessian = (weight.T @ problem.products).reshape(-1, p, p)
    if isinstance(family, Shared):
        hessian -= family.between(mean, problem.design)
    hessian.reshape(-1, p * p)[:, :: p + 1] += ridge
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
    coef, axis = start.copy(), _Axis(np.sign(targets), np.abs(targets), least)
    inner, outer = np.full(len(targets), -np.inf), np.full(len(targets), np.inf)
    limits: FloatArray = np.full(len(targets), np.nan)
    for _ in range(MAX_STEPS):
        here = _look(problem, coef, axis)
        if here is None:
            break
        inner, outer = _bracket(here, inner, outer)
        move = axis.sign * _step(here, inner, outer)
        done = (np.abs(move) < LAST_MOVE) & (here.gain < TOLERANCE)
        limits = np.where(done, coef[:, -1] + move, np.nan)
        change = np.column_stack([here.towards - here.along * move[:, None], move])
        is_lost = np.abs(coef[:, -1]) > BEYOND
        if (done | is_lost).all() or not np.isfinite(change).all():
            break
        change[is_lost] = 0.0
        longest = np.abs(problem.design @ change.T).max(axis=0)
        coef = coef + change * np.minimum(1.0, MAX_MOVE / np.maximum(longest, 1e-300))[:, None]
    return limits


@dataclass(frozen=True, slots=True, eq=False)
class _Axis:
    """Directions of the searches, the root of the rise wanted, the smallest deviance."""

    sign: FloatArray
    wanted: FloatArray
    least: float


@dataclass(frozen=True, slots=True, eq=False)
class _Here:
    """Where each search stands, on an axis that points away from the estimate."""

    value: FloatArray
    excess: FloatArray
    slope: FloatArray
    gain: FloatArray
    """Deviance that the nuisance coefficients could still save."""
    towards: FloatArray
    """Their step to the optimum here."""
    along: FloatArray
    """How much of their optimum moves back per unit of the last coefficient."""


def _look(problem: Problem, coef: FloatArray, axis: _Axis) -> _Here | None:
    """Profile deviance and its slope, as if the nuisance coefficients were at their optimum."""
    state = evaluate(problem, coef)
    score, column = state.score[:, :-1], state.hessian[:, :-1, -1]
    try:
        solved = np.linalg.solve(state.hessian[:, :-1, :-1], np.stack([score, column], axis=2))
    except np.linalg.LinAlgError:
        return None
    towards, along = solved[:, :, 0], solved[:, :, 1]
    gain = (towards * score).sum(axis=1)
    root = np.sqrt(np.maximum(state.deviance - gain - axis.least, 1e-12))
    slope = -(state.score[:, -1] - (towards * column).sum(axis=1)) / root
    return _Here(axis.sign * coef[:, -1], root - axis.wanted, axis.sign * slope, gain, towards, along)


def _bracket(here: _Here, inner: FloatArray, outer: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Tighten the bracket of each limit, where the nuisance coefficients are near enough to judge."""
    is_settled = here.gain < 1e-3
    low, high = is_settled & (here.excess < 0), is_settled & (here.excess >= 0)
    tighter = np.maximum(inner, here.value), np.minimum(outer, here.value)
    return np.where(low, tighter[0], inner), np.where(high, tighter[1], outer)


def _step(here: _Here, inner: FloatArray, outer: FloatArray) -> FloatArray:
    """Newton step along the axis; the middle of the bracket where Newton would leave it."""
    newton = here.value - here.excess / np.where(here.slope > 0, here.slope, np.nan)
    is_bracketed = np.isfinite(inner) & np.isfinite(outer)
    middle = (np.where(is_bracketed, inner, 0.0) + np.where(is_bracketed, outer, 0.0)) / 2
    fallback = np.where(is_bracketed, middle, here.value - np.sign(here.excess))
    inside = np.isfinite(newton) & (newton > inner - 1e-7) & (newton < outer + 1e-7)
    return np.where(inside, newton, fallback) - here.value
