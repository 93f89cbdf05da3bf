"""Newton fits of log-linear models with a ridge, free or given the sums of weeks; profile limits of the last term."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dgesv

from einlass.stats.families import Family, Shared
from einlass.stats.series import FloatArray

MAX_STEPS = 60
"""More than any of 10⁵ simulated series needed (most take 5); beyond it the fit is called failed."""
TOLERANCE = 1e-8
"""On the Newton decrement before the last step (units of deviance); that step squares what is left."""
NEGLIGIBLE = 1e-14
"""Newton decrement below which no step is taken any more: less than 1e-7 standard errors."""
LAST_MOVE, LAST_GAIN = 3e-4, 1e-6
"""A limit's last Newton step, log scale, and the last gain of the other terms; what is left is the step's square."""
MAX_MOVE = 3.0
"""Longest step of a linear predictor in one iteration: exp(3) is a twentyfold change."""


BEYOND = 60.0
"""A coefficient this far out is as good as infinite: the search for its limit ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Family, design (n, p), offset (n,), ridge (p,) = each coefficient's prior precision × scale.

    products: of the design's columns, (n, p²); observed: the counts' sums over each column, (p,).
    """

    family: Family
    design: FloatArray
    offset: FloatArray
    ridge: FloatArray
    products: FloatArray
    observed: FloatArray

    @classmethod
    def of(cls, family: Family, design: FloatArray, offset: FloatArray, ridge: FloatArray) -> Problem:
        """With the products of the design's columns, computed once."""
        n, p = design.shape
        products = (design[:, :, None] * design[:, None, :]).reshape(n, p * p)
        return cls(family, design, offset, ridge, products, family.counts[:, 0] @ design)

    def with_ridge(self, ridge: FloatArray) -> Problem:
        """The same data under another prior."""
        return self.moved(self.offset, ridge)

    def moved(self, offset: FloatArray, ridge: FloatArray) -> Problem:
        """The same counts and terms with another offset under another prior."""
        return Problem(self.family, self.design, offset, ridge, self.products, self.observed)

    def predictor(self, coef: FloatArray) -> FloatArray:
        """Linear predictor at coefficients of shape (fits, p); shape (n, fits)."""
        eta: FloatArray = self.design @ coef.T + self.offset[:, None]
        return eta


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """Everything at the coefficients of several fits at once: (fits,), (fits, p), (fits, p, p), (n, fits)."""

    deviance: FloatArray
    score: FloatArray
    hessian: FloatArray
    mean: FloatArray
    weight: FloatArray


def evaluate(problem: Problem, coef: FloatArray, eta: FloatArray) -> State:
    """Penalised deviance, its half negative gradient and half Hessian at coefficients (fits, p); eta: (n, fits)."""
    family, ridge = problem.family, problem.ridge
    mean = family.mean(eta)
    weight = family.weight(mean)
    score = problem.observed - mean.T @ problem.design - ridge * coef
    p = coef.shape[1]
    hessian = (weight.T @ problem.products).reshape(-1, p, p)
    if isinstance(family, Shared):
        hessian -= family.between(mean, problem.design)
    hessian.reshape(-1, p * p)[:, :: p + 1] += ridge
    deviance = family.deviance(eta, mean) + (coef * coef) @ ridge
    return State(deviance, score, hessian, mean, weight)


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A fit: coefficients (p,), predictor (n, 1), everything there, and the ridge under which it was found."""

    coef: FloatArray
    eta: FloatArray
    state: State
    ridge: FloatArray

    @property
    def mean(self) -> FloatArray:
        """Fitted means (n,)."""
        return self.state.mean[:, 0]

    @property
    def weight(self) -> FloatArray:
        """Working weights (n,)."""
        return self.state.weight[:, 0]

    @property
    def information(self) -> FloatArray:
        """Of the coefficients, with the prior's, (p, p)."""
        information: FloatArray = self.state.hessian[0]
        return information

    @property
    def deviance(self) -> float:
        """Penalised deviance."""
        return float(self.state.deviance[0])

    def under(self, ridge: FloatArray) -> State:
        """The state at the same coefficients under another ridge."""
        more, here = ridge - self.ridge, self.state
        return State(
            here.deviance + (self.coef * self.coef) @ more,
            here.score - more * self.coef,
            here.hessian + np.diag(more),
            here.mean,
            here.weight,
        )


def maximise(problem: Problem, start: FloatArray) -> Solution | None:
    """Maximum (penalised) likelihood by Newton steps with halving; None if there is no finite maximum."""
    eta = problem.predictor(start[None, :])
    return _climb(problem, Solution(start, eta, evaluate(problem, start[None, :], eta), problem.ridge))


def maximise_again(problem: Problem, near: Solution) -> Solution | None:
    """The same from a fit of the same data with the same offset under another ridge."""
    return _climb(problem, Solution(near.coef, near.eta, near.under(problem.ridge), problem.ridge))


def _climb(problem: Problem, here: Solution) -> Solution | None:
    """Newton steps from where everything is known; none where the maximum is found already."""
    for _ in range(MAX_STEPS):
        score = here.state.score[0]
        move, failed = dgesv(here.state.hessian[0], score)[2:]
        decrement = float(move @ score)
        if failed or not math.isfinite(decrement):
            return None
        if decrement < NEGLIGIBLE:
            return here
        step = move, problem.design @ move
        if decrement < TOLERANCE:
            return _moved(problem, here, step, 1.0)
        here = _halved(problem, here, step)
    return None


def _moved(problem: Problem, here: Solution, step: tuple[FloatArray, FloatArray], factor: float) -> Solution:
    """Everything a factor times a step further; step: of the coefficients (p,), of the predictor (n,)."""
    coef, eta = here.coef + factor * step[0], here.eta + factor * step[1][:, None]
    return Solution(coef, eta, evaluate(problem, coef[None, :], eta), problem.ridge)


def _halved(problem: Problem, here: Solution, step: tuple[FloatArray, FloatArray]) -> Solution:
    """A Newton step, shortened until the deviance falls."""
    longest = float(np.abs(step[1]).max())
    factor = min(1.0, MAX_MOVE / longest) if longest > 0 else 1.0
    for _ in range(20):
        there = _moved(problem, here, step, factor)
        if math.isfinite(there.deviance) and there.deviance <= here.deviance + 1e-9:
            return there
        factor /= 2.0
    return there


def profile_limits(problem: Problem, start: FloatArray, least: float, targets: FloatArray) -> FloatArray:
    """Values of the last coefficient where the signed root of the profile deviance meets the targets.

    start: (targets, p) first guesses; least: smallest penalised deviance; targets: sign × root of the
    rise wanted. One Newton iteration moves the nuisance coefficients and the last one together (after
    Venzon and Moolgavkar 1988, Applied Statistics 37:87), inside a bracket. Returns nan where it does not
    converge.
    """
    coef, axis = start.copy(), _Axis(np.sign(targets), np.abs(targets), least)
    eta = problem.predictor(coef)
    inner, outer = np.full(len(targets), -np.inf), np.full(len(targets), np.inf)
    limits: FloatArray = np.full(len(targets), np.nan)
    for _ in range(MAX_STEPS):
        here = _look(evaluate(problem, coef, eta), coef, axis)
        if here is None:
            break
        inner, outer = _bracket(here, inner, outer)
        move = axis.sign * _step(here, inner, outer)
        done = (np.abs(move) < LAST_MOVE) & (here.gain < LAST_GAIN)
        limits = np.where(done, coef[:, -1] + move, np.nan)
        change = np.column_stack([here.towards - here.along * move[:, None], move])
        is_lost = np.abs(coef[:, -1]) > BEYOND
        if (done | is_lost).all() or not np.isfinite(change).all():
            break
        change[is_lost] = 0.0
        shift = problem.design @ change.T
        factor = np.minimum(1.0, MAX_MOVE / np.maximum(np.abs(shift).max(axis=0), 1e-300))
        coef, eta = coef + change * factor[:, None], eta + shift * factor
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


def _look(state: State, coef: FloatArray, axis: _Axis) -> _Here | None:
    """Profile deviance and its slope, as if the nuisance coefficients were at their optimum."""
    score, column = state.score[:, :-1], state.hessian[:, :-1, -1]
    wanted = np.empty((*score.shape, 2))
    wanted[:, :, 0], wanted[:, :, 1] = score, column
    try:
        solved = np.linalg.solve(state.hessian[:, :-1, :-1], wanted)
    except np.linalg.LinAlgError:
        return None
    towards, along = solved[:, :, 0], solved[:, :, 1]
    gain = np.einsum("fi,fi->f", towards, score)
    root = np.sqrt(np.maximum(state.deviance - gain - axis.least, 1e-12))
    slope = (np.einsum("fi,fi->f", towards, column) - state.score[:, -1]) / root
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
    inside = (newton > inner - 1e-7) & (newton < outer + 1e-7)  # never where it is not finite
    if inside.all():
        return np.asarray(newton - here.value)
    is_bracketed = np.isfinite(inner) & np.isfinite(outer)
    middle = (np.where(is_bracketed, inner, 0.0) + np.where(is_bracketed, outer, 0.0)) / 2
    fallback = np.where(is_bracketed, middle, here.value - np.sign(here.excess))
    return np.where(inside, newton, fallback) - here.value
