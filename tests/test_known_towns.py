"""Towns that are not tidy, with a known truth: what is said is never stronger than it, and what is known is said.

Each town goes through the import of its files and `python -m einlass answer --json`.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import serve
from known_towns import TOWNS

from einlass import cli

Answer = dict[str, Any]
SOFT_DECREASE = ("clear_decrease", "signs_of_decrease")
NOTHING_SEEN = ("no_large_change", "cannot_tell")


@pytest.fixture
def said(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Answer:
    """What the product says of the town that the test is about; the commands run here, without a start of Python."""
    town = TOWNS[request.param]()
    town.write(tmp_path / "files", getattr(town, "roster_from", None))
    files = sorted((tmp_path / "files").glob("*.csv"))
    serve(tmp_path / "data", monkeypatch)
    assert cli.main(["import", *map(str, files)]) == 0, capsys.readouterr()
    capsys.readouterr()
    assert cli.main(["answer", "--json"]) == 0, capsys.readouterr()
    told = json.loads(capsys.readouterr().out)
    assert isinstance(told, dict)
    return told


def town(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return pytest.mark.parametrize("said", [name], indirect=True, ids=[name])


def found(said: Answer, measure: str = "T-M1", indicator: str = "reported_incidents") -> Answer:
    [one] = [one for one in said["findings"] if (one["measure"], one["indicator"]) == (measure, indicator)]
    return dict(one)


def of_city(said: Answer, indicator: str = "reported_incidents") -> Answer:
    [one] = [one for one in said["city"] if one["indicator"] == indicator]
    return dict(one)


def keys(said: Answer) -> set[str]:
    return {one["measure"] for one in said["findings"]}


def struck(one: Answer) -> set[str]:
    return {guard["code"] for guard in one["guards"] if guard["is_struck"]}


def ratio(one: Answer) -> float:
    return float(one["estimate"]["value"])


def covers(one: Answer, truth: float) -> bool:
    low, high = one["estimate"]["interval_95"]
    return bool(low <= truth <= high)


def offices(one: Answer) -> dict[str, Answer]:
    return {office["office"]: office for office in one["offices"]}


def assert_consistent(one: Answer) -> None:
    """What was expected and the range come from one model: where less was seen than expected, the ratio says so."""
    if one["expected"] and one["estimate"]["value"]:
        seen = one["after"]["count"]
        assert (seen < one["expected"]["value"]) == (ratio(one) < 1) or abs(ratio(one) - 1) < 0.05
        assert one["expected"]["low"] < one["expected"]["value"] < one["expected"]["high"]


@town("staggered")
def test_each_office_has_its_own_start(said: Answer) -> None:
    one = found(said)
    starts = {name: office["starts"] for name, office in offices(one).items()}
    assert starts == {"T-A": "2018-03-05", "T-B": "2019-06-03"}
    assert one["verdict"] == "clear_decrease"
    assert 0.35 < ratio(one) < 0.6  # the dice gave 175 events after where 150 were meant
    assert offices(one)["T-A"]["windows"]["after"]["first"] == "2018-03-05"
    assert offices(one)["T-B"]["windows"]["before"]["last"] == "2019-04-07"
    assert of_city(said)["estimate"] == one["estimate"]
    assert_consistent(one)


@town("ended_at_one")
def test_an_office_where_it_ended_counts_to_its_end(said: Answer) -> None:
    one = found(said)
    assert offices(one)["T-A"]["ended"] == "2018-12-31"
    assert offices(one)["T-A"]["windows"]["after"]["last"] == "2018-12-30"
    assert covers(one, 0.4)
    assert one["expected"]["high"] < 1000
    assert one["verdict"] == "clear_decrease"


@town("mixed_regimes")
def test_two_regimes_under_one_identifier_are_two_treatments(said: Answer) -> None:
    assert keys(said) == {"T-M1.VOLL", "T-M1.PRAES"}
    full, guards = found(said, "T-M1.VOLL"), found(said, "T-M1.PRAES")
    assert [set(offices(one)) for one in (full, guards)] == [{"T-A"}, {"T-B"}]
    assert {full["verdict"], guards["verdict"]} <= set(NOTHING_SEEN)


@town("none_listed")
def test_no_measure_is_no_measure(said: Answer) -> None:
    one = found(said)
    assert keys(said) == {"T-M1"}
    assert one["verdict"] == "clear_decrease"
    compared = [office for office in one["comparison"]["offices"] if office["reason"] is None]
    assert len(compared) == 5
    assert list(offices(of_city(said))) == ["T-A"]
    assert of_city(said)["verdict"] == "clear_decrease"


@town("none_as_end")
def test_checks_that_ended_are_judged_in_their_own_time(said: Answer) -> None:
    one = found(said)
    assert one["regime"] == "VOLL"
    assert offices(one)["T-A"]["ended"] == "2019-06-02"
    assert one["verdict"] == "clear_decrease"
    later = next(guard for guard in one["guards"] if guard["code"] == "after_end")
    assert later["numbers"]["events"] > 100  # what followed is shown
    assert not later["is_struck"]  # and it went back


@town("regime_changes")
def test_each_episode_is_compared_with_the_untreated_time(said: Answer) -> None:
    full, spot = found(said, "T-M1.VOLL"), found(said, "T-M1.STICH")
    assert full["verdict"] == "clear_decrease"
    assert covers(full, 0.375)
    assert covers(spot, 0.375)
    assert spot["verdict"] in SOFT_DECREASE
    assert offices(spot)["T-A"]["windows"]["before"] == offices(spot)["T-A"]["windows"]["before"]
    reasons = {gap["reason"] for gap in offices(spot)["T-A"]["left_out"]}
    assert "left_out.episode" in reasons
    assert full["before"]["count"] == spot["before"]["count"]  # the same untreated time


@town("two_measures")
def test_another_measure_at_the_same_office_is_named_and_caps(said: Answer) -> None:
    checks = found(said, "T-M2")
    assert checks["verdict"] != "clear_decrease"
    other = next(guard for guard in checks["guards"] if guard["code"] == "overlap")
    assert other["is_struck"]
    assert (other["details"]["measure"], other["details"]["first"]) == ("T-M1", "2019-01-07")
    assert list(offices(of_city(said))) == ["T-A"]
    assert of_city(said)["offices"][0]["measures"] == ["T-M1", "T-M2"]


@town("file_per_office")
def test_what_no_file_covers_is_missing_not_zero(said: Answer) -> None:
    one = found(said)
    assert one["verdict"] in NOTHING_SEEN
    assert covers(one, 1.0)
    left = {office["office"]: office["reason"] for office in one["comparison"]["offices"]}
    assert left == {"T-C1": None, "T-C2": "no_before", "T-C3": "no_before", "T-C4": "no_before"}
    assert of_city(said)["verdict"] in NOTHING_SEEN


@town("new_comparison_office")
def test_one_new_office_does_not_switch_the_comparison_off(said: Answer) -> None:
    one = found(said)
    assert one["comparison"]["decides"]
    assert {o["office"]: o["reason"] for o in one["comparison"]["offices"]}["T-E"] == "no_before"
    assert one["verdict"] == "no_large_change"
    assert of_city(said)["verdict"] == "no_large_change"
    assert_consistent(one)


@town("counter_broken")
def test_a_week_without_visits_leaves_with_both_sides(said: Answer) -> None:
    one = found(said)
    assert one["verdict"] in NOTHING_SEEN
    assert 0.8 < ratio(one) < 1.3
    assert of_city(said)["verdict"] in NOTHING_SEEN
    assert (
        one["after"]["count"] > one["after"]["count_with_exposure"]
    )  # every report counts, and both are named


@town("opens_later")
def test_an_office_that_opens_later_is_no_change(said: Answer) -> None:
    one = found(said)
    assert one["verdict"] in NOTHING_SEEN
    assert offices(one)["T-B"]["reason"] == "weeks_before"
    assert of_city(said)["verdict"] in NOTHING_SEEN


@town("comparison_rises")
def test_the_city_does_not_claim_what_only_the_others_did(said: Answer) -> None:
    for one in (found(said), of_city(said)):
        assert one["verdict"] != "clear_decrease"
        assert "comparison_disagrees" in struck(one)
        assert_consistent(one)


@town("break_at_one")
def test_a_closure_concerns_its_office_alone(said: Answer) -> None:
    one = found(said)
    assert one["verdict"] in NOTHING_SEEN
    of_a, of_b = offices(one)["T-A"], offices(one)["T-B"]
    assert of_a["windows"]["after"] == of_b["windows"]["after"]
    assert "left_out.break" not in {gap["reason"] for gap in of_a["left_out"]}
    assert "left_out.break" in {gap["reason"] for gap in of_b["left_out"]}


@town("new_office")
def test_a_new_office_is_named_and_the_others_carry_the_city(said: Answer) -> None:
    one = of_city(said)
    assert one["verdict"] == "clear_decrease"
    assert {name: office["reason"] for name, office in offices(one).items() if office["reason"]} == {
        "T-N": "weeks_after"
    }
    assert covers(one, 0.4)


@town("two_triggers")
def test_every_spike_of_the_last_year_is_left_out(said: Answer) -> None:
    one = found(said)
    assert one["verdict"] in NOTHING_SEEN or struck(one) & {"trigger", "spike"}
    assert len(offices(one)["T-A"]["triggers"]) == 2


@town("pandemic_before")
def test_an_exceptional_time_counts_for_no_window(said: Answer) -> None:
    one = found(said)
    assert one["verdict"] in NOTHING_SEEN
    assert one["expected"]["low"] < 126 < one["expected"]["high"]
    assert one["before"]["last"] < "2020-03-16"


@town("counted_otherwise")
def test_visits_counted_otherwise_are_no_fewer_incidents(said: Answer) -> None:
    one = found(said)
    assert "counting" in struck(one)
    assert offices(one)["T-A"]["basis"] == "days"
    assert one["verdict"] in NOTHING_SEEN


@town("reporting_version")
def test_a_new_form_is_a_change_of_recording(said: Answer) -> None:
    one = found(said)
    assert "recording_change" in struck(one)
    assert one["verdict"] != "clear_increase"
    change = next(guard for guard in one["guards"] if guard["code"] == "recording_change")
    assert (change["details"]["before"], change["details"]["after"]) == ("1", "2")


@town("visits_begin_late")
def test_without_visits_before_the_answer_says_so(said: Answer) -> None:
    one = found(said)
    assert one["verdict"] in NOTHING_SEEN
    assert "exposure" in struck(one)
    assert offices(one)["T-A"]["basis"] == "days"


@town("asked_elsewhere")
def test_asking_elsewhere_is_no_change_of_mood(said: Answer) -> None:
    one = found(said, indicator="feels_safe_clients")
    assert one["verdict"] == "no_large_change"
    assert abs(ratio(one)) < 0.25
    assert "caveat.mix" in {caveat["code"] for caveat in one["caveats"]}


@town("asked_otherwise")
def test_another_question_is_not_compared(said: Answer) -> None:
    one = found(said, indicator="feels_safe_clients")
    assert (one["verdict"], one["why"]) == ("not_comparable", "wording")
    assert len(one["wordings"]) == 2
    assert one["estimate"] is None


@town("wave_over_the_start")
def test_a_wave_across_the_start_belongs_to_neither_side(said: Answer) -> None:
    one = found(said, indicator="feels_safe_clients")
    assert one["verdict"] == "no_large_change"
    assert (one["before"]["waves"], one["after"]["waves"]) == (5, 4)
    [across] = [caveat["values"] for caveat in one["caveats"] if caveat["code"] == "caveat.wave_across"]
    assert across == {"first": "2019-01-02", "last": "2019-06-28"}


@town("one_wave_id_for_two_groups")
def test_clients_and_staff_under_one_identifier_are_two_waves(said: Answer) -> None:
    clients, staff = (found(said, indicator=f"feels_safe_{group}") for group in ("clients", "staff"))
    shares = [one["before"]["count"] / one["before"]["exposure"] for one in (clients, staff)]
    assert shares == pytest.approx([0.20, 0.60], abs=0.01)  # LOW and HIGH, nothing mixed
    assert [one["before"]["exposure"] for one in (clients, staff)] == [510, 510]
    assert {clients["verdict"], staff["verdict"]} == {"no_large_change"}


@town("roster_begins_with_the_measure")
def test_cost_since_the_start_needs_no_time_before(said: Answer) -> None:
    assert found(said, indicator="guard_cost")["since_start"]["count"] == pytest.approx(36_900)
    assert of_city(said, "guard_cost")["since_start"]["count"] == pytest.approx(36_900)


@town("cost_of_two_measures")
def test_an_office_day_under_two_measures_costs_once(said: Answer) -> None:
    assert of_city(said, "guard_cost")["since_start"]["count"] == pytest.approx(70_050)


@town("cost_of_staggered")
def test_cost_counts_each_office_from_its_own_start(said: Answer) -> None:
    assert found(said, indicator="guard_cost")["since_start"]["count"] == pytest.approx(84_840)
    assert of_city(said, "guard_cost")["since_start"]["count"] == pytest.approx(84_840)


def test_every_town_is_asked_about() -> None:
    asked = {
        mark.args[1][0]
        for name, test in globals().items()
        if name.startswith("test_")
        for mark in getattr(test, "pytestmark", [])
    }
    assert asked == set(TOWNS)
