"""Least squares by the book: classical, Newey–West, clustered; Prais–Winsten; AR(1) by likelihood."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import stdtr, stdtrit

from einlass.stats.series import FloatArray, Interval, vector


@dataclass(frozen=True, slots=True, eq=False)
class LinearFit:
    """Coefficients (p,), covariance (p, p); residuals (n,) and design as fitted, i.e. weighted."""

    coef: FloatArray
    covariance: FloatArray
    residual: FloatArray
    design: FloatArray
    df: int
    autocorrelation: float | None = None

    @property
    def errors(self) -> FloatArray:
        """Standard errors of the coefficients, shape (p,)."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def durbin_watson(self) -> float:
        """Durbin–Watson statistic of the residuals."""
        return float(np.sum(np.diff(self.residual) ** 2) / np.sum(self.residual**2))

    def p_value(self, term: int) -> float:
        """Two-sided p of a coefficient, t(df)."""
        return float(2 * stdtr(self.df, -abs(self.coef[term]) / self.errors[term]))

    def interval(self, term: int, level: float = 0.95) -> Interval:
        """t interval of a coefficient."""
        reach = float(stdtrit(self.df, (1 + level) / 2) * self.errors[term])
        return Interval(level, float(self.coef[term]) - reach, float(self.coef[term]) + reach)


def least_squares(
    values: npt.ArrayLike, design: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> LinearFit:
    """(Weighted) least squares with classical errors.

    values (n,), design (n, p) with its intercept, weights (n,) > 0. residual and design come back
    multiplied by the root of the weights. Raises ValueError if shapes differ, the design is
    rank-deficient or n <= p.
    """
    y, X = _inputs(values, design)
    root = np.ones(len(y)) if weights is None else np.sqrt(vector(weights, "weights", len(y)))
    return _solve(y * root, X * root[:, None])


def newey_west(fit: LinearFit, lags: int, adjust: bool = True) -> LinearFit:
    """The same coefficients with Newey–West errors (Bartlett weights, no prewhitening).

    adjust: times n/(n − k) as Stata's newey does; False as R's sandwich without adjust. Source: Newey and
    West 1987.
    """
    score = fit.design * fit.residual[:, None]
    meat = score.T @ score
    for lag in range(1, lags + 1):
        across = score[lag:].T @ score[:-lag]
        meat += (1 - lag / (lags + 1)) * (across + across.T)
    n = len(score)
    return replace(fit, covariance=_sandwich(fit, meat) * (n / fit.df if adjust else 1.0))


def clustered(fit: LinearFit, groups: npt.ArrayLike) -> LinearFit:
    """The same coefficients with cluster-robust errors, HC1: G/(G − 1) · (n − 1)/(n − k); t with G − 1.

    groups: one label per row, shape (n,). Raises ValueError with fewer than two groups. Source: Liang and
    Zeger 1986.
    """
    labels, index = np.unique(np.asarray(groups), return_inverse=True)
    count, n = len(labels), len(index)
    if count < 2 or n != len(fit.residual):
        raise ValueError(f"{n} labels in {count} groups for {len(fit.residual)} rows")
    sums = np.zeros((count, len(fit.coef)))
    np.add.at(sums, index, fit.design * fit.residual[:, None])
    factor = count / (count - 1) * (n - 1) / fit.df
    return replace(fit, covariance=_sandwich(fit, sums.T @ sums) * factor, df=count - 1)


def prais_winsten(values: npt.ArrayLike, design: npt.ArrayLike, tolerance: float = 1e-9) -> LinearFit:
    """AR(1) errors: autocorrelation by regressing residuals on their past, repeated until it stands still.

    The first row is kept, multiplied by √(1 − ρ²). Source: Prais and Winsten 1954; as Stata's prais.
    """
    y, X = _inputs(values, design)
    rho = 0.0
    for _ in range(200):
        fit = _solve(_quasi_difference(y, rho), _quasi_difference(X, rho))
        residual = y - X @ fit.coef
        new = float(residual[1:] @ residual[:-1] / (residual[:-1] @ residual[:-1]))
        new = min(max(new, -0.999), 0.999)
        if abs(new - rho) < tolerance:
            break
        rho = new
    return replace(fit, autocorrelation=rho)


def ar1_likelihood(values: npt.ArrayLike, design: npt.ArrayLike) -> LinearFit:
    """Generalised least squares with AR(1) errors by maximum likelihood.

    Standard errors with n − k, as R's nlme::gls prints them. Raises as least_squares does.
    Source: Pinheiro and Bates 2000, section 5.2.
    """
    y, X = _inputs(values, design)

    def loss(rho: float) -> float:
        fit = _solve(_quasi_difference(y, rho), _quasi_difference(X, rho))
        return float(len(y) * np.log(fit.residual @ fit.residual) - np.log(1 - rho * rho))

    found = minimize_scalar(loss, bounds=(-0.999, 0.999), method="bounded", options={"xatol": 1e-12})
    rho = float(found.x)
    fit = _solve(_quasi_difference(y, rho), _quasi_difference(X, rho))
    return replace(fit, autocorrelation=rho)


def design_matrix(design: npt.ArrayLike, rows: int) -> FloatArray:
    """The design as a float array. Raises ValueError if its shape is not (rows, p)."""
    X = np.asarray(design, dtype=np.float64)
    if X.ndim != 2 or len(X) != rows:
        raise ValueError(f"design must have shape ({rows}, p), it has {X.shape}")
    return X


def independent_columns(design: npt.ArrayLike, tolerance: float = 1e-7) -> FloatArray:
    """The columns, from left to right, that are no combination of those before: what R's lm keeps.

    Put the columns of interest first: they keep their places. Returns shape (n, rank).
    """
    X = np.asarray(design, dtype=np.float64)
    basis, kept = np.empty((len(X), 0)), []
    for place, column in enumerate(X.T):
        rest = column - basis @ (basis.T @ column)
        rest = rest - basis @ (basis.T @ rest)
        size = float(np.linalg.norm(rest))
        if size > tolerance * float(np.linalg.norm(column)):
            basis = np.column_stack([basis, rest / size])
            kept.append(place)
    return X[:, kept]


def _inputs(values: npt.ArrayLike, design: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    y = vector(values, "values")
    X = design_matrix(design, len(y))
    if len(y) <= X.shape[1] or np.linalg.matrix_rank(X) < X.shape[1]:
        raise ValueError("the design is rank-deficient: see independent_columns")
    return y, X


def _solve(y: FloatArray, X: FloatArray) -> LinearFit:
    """Ordinary least squares by QR."""
    basis, upper = np.linalg.qr(X)
    coef = np.linalg.solve(upper, basis.T @ y)
    residual = y - X @ coef
    df = len(y) - len(coef)
    inverse = np.linalg.inv(upper)
    return LinearFit(coef, inverse @ inverse.T * float(residual @ residual) / df, residual, X, df)


def _sandwich(fit: LinearFit, meat: FloatArray) -> FloatArray:
    bread = np.linalg.inv(fit.design.T @ fit.design)
    return bread @ meat @ bread


def _quasi_difference(rows: FloatArray, rho: float) -> FloatArray:
    """Rows minus ρ times the row before; the first times √(1 − ρ²)."""
    return np.concatenate([rows[:1] * np.sqrt(1 - rho * rho), rows[1:] - rho * rows[:-1]])
