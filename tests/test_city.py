"""Several offices: comparison offices that move, the city as a whole, Holm for looking at many."""

import math
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import serve
from towns import AFTER, BEFORE, START, Place, build, unsound

from einlass import config
from einlass.findings import CityFinding, Finding, Request, city, finding
from einlass.measures import offices
from einlass.stats.guards import Code
from einlass.stats.pooling import holm, pool
from einlass.stats.verdict import Verdict
from einlass.warehouse import DataVersion, current_version
from einlass.words import caveats, sentences, words_for

# The whole city halves, whoever is checked: alone, LIKE looks like an effect.
HALVED = {
    "LIKE": Place((200, 80)),
    "MORE": Place((200, 25)),
    "STAY": Place((100, 80)),
    **{f"C{number}": Place((120, 48), treated=False) for number in range(4)},
}
EFFECTS = {  # seven offices with a measure, nobody to compare with; incidents before and after
    "A": (90, 30),
    "B": (120, 48),
    "C": (60, 20),
    "D": (150, 60),
    "E": (80, 26),
    "F": (100, 45),
    "NONE": (0, 0),
}


@pytest.fixture(scope="module")
def halved_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("halved"), HALVED)


@pytest.fixture
def halved(halved_folder: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(halved_folder, monkeypatch))


@pytest.fixture(scope="module")
def many_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    places = {name: Place(counts) for name, counts in EFFECTS.items()}
    return build(tmp_path_factory.mktemp("many"), places)


@pytest.fixture
def many(many_folder: Path, monkeypatch: pytest.MonkeyPatch) -> DataVersion:
    return current_version(serve(many_folder, monkeypatch))


def reported(version: DataVersion, office: str) -> Finding:
    return finding(version, Request("reported_incidents", f"M-{office}"))


def struck(found: Finding) -> set[str]:
    assert found.analysis is not None
    return {guard.code.value for guard in found.analysis.guards if guard.is_struck}


def limits(found: Finding | CityFinding) -> tuple[float, float, float]:
    assert found.estimate is not None
    value, low, high = found.estimate.value, found.estimate.low, found.estimate.high
    assert value is not None and low is not None and high is not None
    assert low < value < high
    return value, low, high


# --- Comparison offices ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "verdict", "plain"),
    [
        ("LIKE", ("no_large_change",), 1.0),  # as everywhere
        ("MORE", ("clear_decrease", "signs_of_decrease"), 25 / 80),
        ("STAY", ("clear_increase", "signs_of_increase"), 2.0),
    ],
)
def test_where_the_others_move_too_the_verdict_is_that_of_the_comparison(
    halved: DataVersion, office: str, verdict: tuple[str, ...], plain: float
) -> None:
    found = reported(halved, office)
    assert found.analysis is not None and found.estimate is not None
    assert Code.COMPARISON_MOVED in struck(found)
    assert found.analysis.is_by_comparison
    assert found.analysis.comparison_offices == ("C0", "C1", "C2", "C3")
    assert (found.estimate.method, found.estimate) == ("d_star", found.analysis.compared)
    assert found.verdict in verdict
    value, low, high = limits(found)
    assert value == pytest.approx(plain, rel=0.1)
    assert low < plain < high
    assert unsound(found) == []
    assert words_for("de")("hint.by_comparison") in caveats.hint(found, words_for("de"))


def test_the_comparison_offices_own_ratio_is_shown(halved: DataVersion) -> None:
    found = reported(halved, "LIKE")
    assert found.analysis is not None
    own = next(one for one in found.analysis.guards if one.code is Code.COMPARISON_MOVED)
    ratio, high = own.number("ratio"), own.number("high_80")
    assert ratio is not None and high is not None
    days = [sum(1 for n in range(window.days) if n % 7 < 5) for window in (BEFORE, AFTER)]
    plain = 48 / 120 * days[0] / days[1]
    assert ratio == pytest.approx(plain, rel=0.25)
    assert ratio < high < 1


def test_an_increase_against_the_trend_disagrees_in_sign(halved: DataVersion) -> None:
    """STAY falls less than the others: alone about 1, compared 2."""
    found = reported(halved, "STAY")
    assert found.analysis is not None and found.analysis.compared is not None
    single = next(one for one in found.analysis.guards if one.code is Code.COMPARISON_DISAGREES)
    alone, compared = single.number("ratio"), single.number("ratio_compared")
    assert alone is not None and compared is not None
    assert single.is_struck == ((alone < 1) != (compared < 1))


def test_every_comparison_office_is_left_out_once(halved: DataVersion) -> None:
    found = reported(halved, "LIKE")
    assert found.analysis is not None
    without = [one for one in found.analysis.variants if one.code == "compared_without"]
    assert [one.subject for one in without] == ["C0", "C1", "C2", "C3"]
    values = [one.estimate.value for one in without]
    assert all(value is not None and 0.8 < value < 1.25 for value in values)


# --- The city -------------------------------------------------------------------------------------------


def test_three_offices_are_compared_with_the_untreated_ones(halved: DataVersion) -> None:
    found = city(halved, "reported_incidents")
    assert [one.office_id for one in found.offices] == ["LIKE", "MORE", "STAY"]
    assert found.estimate is not None and found.estimate.method == "d_star"  # the others have moved as well
    value, low, high = limits(found)
    plain = (80 + 25 + 80) / 500 / (48 / 120)
    assert value == pytest.approx(plain, rel=0.05)
    assert low < plain < high
    assert found.before is not None and found.after is not None
    assert (found.before.numerator, found.after.numerator) == (500, 185)
    assert unsound(found) == []


def test_five_and_more_offices_are_pooled_by_random_effects(many: DataVersion) -> None:
    found = city(many, "reported_incidents")
    assert found.estimate is not None and found.estimate.method == "random_effects"
    value, low, high = limits(found)
    days = [sum(1 for n in range(window.days) if n % 7 < 5) for window in (BEFORE, AFTER)]
    total = [sum(counts[side] for counts in EFFECTS.values()) for side in (0, 1)]
    plain = total[1] / total[0] * days[0] / days[1]
    assert value == pytest.approx(plain, rel=0.15)
    assert low < plain < high < 1
    assert found.verdict == "clear_decrease"
    assert unsound(found) == []


def test_together_they_say_more_than_each_alone(many: DataVersion) -> None:
    found = city(many, "reported_incidents")
    _, low, high = limits(found)
    for one in found.offices:
        if one.estimate.low is not None and one.estimate.high is not None:
            assert math.log(high / low) < math.log(one.estimate.high / one.estimate.low)


def test_pooling_is_dersimonian_laird_with_hartung_knapp() -> None:
    """By hand: three offices, τ² by moments, factor at least 1, t(2)."""
    theta, sigma = [-0.5, 0.0, 0.4], [0.2, 0.3, 0.25]
    weight = [s**-2 for s in sigma]
    mean = sum(w * t for w, t in zip(weight, theta, strict=True)) / sum(weight)
    q = sum(w * (t - mean) ** 2 for w, t in zip(weight, theta, strict=True))
    tau2 = max(0.0, (q - 2) / (sum(weight) - sum(w**2 for w in weight) / sum(weight)))
    star = [1 / (s**2 + tau2) for s in sigma]
    pooled = sum(w * t for w, t in zip(star, theta, strict=True)) / sum(star)
    spread = sum(w * (t - pooled) ** 2 for w, t in zip(star, theta, strict=True)) / 2
    reach = 4.302653 * math.sqrt(max(1.0, spread) / sum(star))
    found = pool(theta, sigma, least_offices=3)
    assert found.ratio == pytest.approx(math.exp(pooled))
    assert found.interval_95.low == pytest.approx(math.exp(pooled - reach), rel=1e-6)
    assert found.interval_95.high == pytest.approx(math.exp(pooled + reach), rel=1e-6)


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, math.nan]).tolist()[:3] == pytest.approx([0.03, 0.06, 0.06])


def test_offices_are_judged_more_strictly_together(many: DataVersion) -> None:
    """Holm only ever weakens: no office gets a firmer verdict in the city than alone."""
    firmness = {"clear": 2, "signs": 1}
    found = city(many, "reported_incidents")
    for one in found.offices:
        alone = reported(many, one.office_id)
        assert firmness.get(one.verdict.split("_")[0], 0) <= firmness.get(alone.verdict.split("_")[0], 0)
        assert one.estimate == alone.estimate
    assert {one.office_id: one.verdict for one in found.offices}["NONE"] == "too_little_data"


@pytest.mark.parametrize("language", config.LANGUAGES)
def test_the_city_is_said_in_words(many: DataVersion, halved: DataVersion, language: str) -> None:
    for version in (many, halved):
        said = sentences.city_sentences(
            city(version, "reported_incidents"), offices(version), words_for(language)
        )
        assert len(said) == 2
        assert not [text for text in said if "nan" in text.split() or "None" in text]


# --- The sample data ------------------------------------------------------------------------------------


def test_the_city_of_the_sample_data(sample: DataVersion) -> None:
    found = city(sample, "reported_incidents")
    offices = ["BSP-AUSL", "BSP-BUERG", "BSP-SOZ1", "BSP-SOZ2", "BSP-SOZ3"]
    assert sorted(one.office_id for one in found.offices) == offices
    assert found.estimate is not None and found.estimate.method == "random_effects"
    value, low, high = limits(found)
    assert 0.25 < low < 0.9 < 1.02 < high < 4  # recorded ratios between 0.9 and 1.02
    assert 0.6 < value < 1.7
    assert found.verdict in ("cannot_tell", "no_large_change", "too_little_data")
    assert found.before is not None
    assert found.before.numerator == sum(one.before.numerator for one in found.pooled)
    assert not any(one.verdict.startswith("clear") for one in found.offices)
    assert found.expected is not None and found.expected.low < found.expected.value < found.expected.high
    assert unsound(found) == []


@pytest.mark.parametrize("code", ["stable_incidents", "staff_reported_incidents", "serious_incidents"])
def test_other_outcomes_promise_nothing_either(sample: DataVersion, code: str) -> None:
    found = city(sample, code)
    assert found.verdict in set(Verdict)
    assert not found.verdict.startswith("clear")
    assert unsound(found) == []


def test_the_city_is_answered_from_memory(sample: DataVersion) -> None:
    assert city(sample, "reported_incidents") is city(sample, "reported_incidents")


def test_without_measures_there_is_no_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = build(tmp_path, {"C": Place((20, 20), treated=False)})
    found = city(current_version(serve(folder, monkeypatch)), "reported_incidents")
    assert (found.verdict, found.offices, found.estimate) == ("no_data", (), None)
    assert sentences.city_sentences(found, {}, words_for("de"))


def test_one_office_alone_is_no_city_but_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = build(tmp_path, {"T": Place((1, 1), extra=(START + timedelta(days=1), date(2018, 5, 2)))})
    found = city(current_version(serve(folder, monkeypatch)), "reported_incidents")
    assert found.verdict == "too_little_data"
    alone = finding(current_version(folder), Request("reported_incidents", "M-T"))
    assert found.estimate == alone.estimate  # the city says what the measure says
    assert unsound(found) == []
