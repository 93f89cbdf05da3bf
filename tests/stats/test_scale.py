"""The scale s, written out a second time with loops and full matrices, as the methods page states it."""

import numpy as np
import pytest

from einlass.stats.scale import AR_LIMIT, Work, lagged_sums, scale_of
from einlass.stats.series import FloatArray


def _spelled_out(work: Work) -> dict[str, float]:
    """Every sum over pairs of weeks, no shortcut."""
    n, w = len(work.residual), np.diag(work.weight)
    z, design = work.others, np.column_stack([work.others, work.step])
    p = design.shape[1]
    apart = work.step - z @ np.linalg.solve(z.T @ w @ z + np.diag(work.ridge), z.T @ w @ work.step)
    information = apart @ w @ apart
    score, pearson = apart * work.residual, work.residual / np.sqrt(work.weight)
    gap = np.subtract.outer(work.times, work.times)
    bartlett = np.maximum(0.0, 1 - np.abs(gap) / 5)
    root = np.sqrt(w) @ design
    maker = np.eye(n) - root @ np.linalg.pinv(root)
    dispersion = max(1.0, pearson @ pearson / (n - p))
    lags = [
        np.outer(pearson, pearson)[gap == k].sum() / (pearson @ pearson)
        - maker[gap == k].sum() / np.trace(maker)
        for k in (1, 2, 3)
    ]
    shape = np.array([1.0, 0.6, 0.36])
    level = min(max(float(shape @ lags / (shape @ shape)), 0.0), AR_LIMIT)
    pattern = np.outer(apart * np.sqrt(work.weight), apart * np.sqrt(work.weight))
    tail = sum(level * 0.7 ** (k - 1) * pattern[gap == k].sum() for k in range(1, 61))
    inflation = max(1.0, 1 + 2 * tail / information)
    hac = score @ bartlett @ score * n / (n - p) / information
    return {
        "dispersion": dispersion,
        "hac_ratio": hac,
        "autocorrelation": level,
        "ar_inflation": inflation,
        "value": max(dispersion, hac, dispersion * inflation),
        "information": information,
    }


def _work(seed: int, times: FloatArray, rho: float) -> Work:
    rng = np.random.default_rng(seed)
    n = len(times)
    noise = rng.standard_normal(n)
    for i in range(1, n):
        noise[i] += rho * noise[i - 1]
    weight = rng.uniform(0.5, 3.0, n)
    others = np.column_stack([np.ones(n), np.sin(times / 8.3), times / 52])
    step = (np.arange(n) >= 0.8 * n).astype(float)
    return Work(1.5 * noise * np.sqrt(weight), weight, others, np.array([0.0, 0.0, 25.0]), step, times)


WHOLE = np.arange(90.0)
GAPS = np.array([t for t in range(100) if t not in (30, 31, 77) and not 60 <= t < 66], dtype=float)


@pytest.mark.parametrize("times", [WHOLE, GAPS], ids=["no gaps", "weeks left out"])
@pytest.mark.parametrize("rho", [-0.5, 0.0, 0.6])
def test_scale_as_stated(times: FloatArray, rho: float) -> None:
    work = _work(7, times, rho)
    found = scale_of(work)
    for name, value in _spelled_out(work).items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-10, abs=1e-12), name


def test_each_part_can_decide() -> None:
    """Over the seeds, each of the three candidates is the largest at least once."""
    deciders = set()
    for seed in range(40):
        for rho in (-0.5, 0.0, 0.6):
            s = scale_of(_work(seed, WHOLE, rho))
            parts = {"phi": s.dispersion, "hac": s.hac_ratio, "ar": s.dispersion * s.ar_inflation}
            deciders.add(max(parts, key=parts.__getitem__))
    assert deciders == {"phi", "hac", "ar"}


def test_lagged_sums_respect_gaps() -> None:
    sums = lagged_sums(np.array([1.0, 2.0, 3.0]), np.array([0.0, 1.0, 3.0]), 4)
    assert sums.tolist() == [14.0, 2.0, 6.0, 3.0, 0.0]
