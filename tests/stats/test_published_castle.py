"""Castle doctrine: weighted panel with state and year effects, errors clustered by state (HC1)."""

import numpy as np
import pytest

from einlass.stats.regression.linear import clustered, independent_columns, least_squares
from tests.stats.published import castle, dummies, with_intercept

DATA = castle()
REGION_YEARS = DATA.filter(regex=r"^r20\d{3}$").to_numpy(float)
STATE_YEAR = with_intercept(DATA.post, dummies(DATA.sid), dummies(DATA.year))
WITH_REGIONS = independent_columns(np.column_stack([STATE_YEAR, REGION_YEARS]))


@pytest.mark.parametrize(
    ("outcome", "weighted", "with_regions", "unweighted"),
    [
        ("l_homicide", "0.07553324 0.03481698", "0.08570973 0.0275329", "0.06939843 0.05859153"),
        ("l_larceny", "0.001212559 0.01491414", "-0.008131996 0.01280902", "0.003981636 0.02109752"),
        ("l_motor", "0.04140212 0.05090915", "-0.03980863 0.0402071", "0.06225763 0.04064675"),
    ],
)
def test_clustered_panel(outcome: str, weighted: str, with_regions: str, unweighted: str) -> None:
    def printed(design: np.ndarray, weights: object) -> str:
        fit = clustered(least_squares(DATA[outcome], design, weights), DATA.sid)
        return f"{fit.coef[1]:.7g} {fit.errors[1]:.7g}"

    assert printed(STATE_YEAR, DATA.popwt) == weighted
    assert printed(WITH_REGIONS, DATA.popwt) == with_regions
    assert printed(STATE_YEAR, None) == unweighted
