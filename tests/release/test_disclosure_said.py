"""Rules by their limits, the official signs, and what the press desk says of a figure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from einlass import config
from einlass.release.disclosure import signs
from einlass.release.disclosure.protect import protect
from einlass.release.disclosure.rules import Count, Ground, ground, is_unreliable, least
from einlass.release.records import Amount, Sign
from einlass.ui.press.disclosure import told
from einlass.words import unmarked, words_for
from release.disclosed_figures import answers, only, reports

DE, EN = words_for("de"), words_for("en")
N = "\u202f"


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (Count(part=0), None),
        (Count(part=1), "small"),
        (Count(part=2), "small"),
        (Count(part=3), None),
        (Count(part=None), None),
        *[(Count(part=4, code=code), "sensitive") for code in ("SEX", "3", "injured", "unfit")],
        (Count(part=5, code="SEX"), None),
        (Count(part=0, code="SEX"), None),
        (Count(part=4, code="BEL"), None),
        (Count(part=98, whole=100), None),  # a rate: visits are no others
        (Count(part=98, whole=100, is_share=True), "complement"),
        (Count(part=97, whole=100, is_share=True), None),
        (Count(part=100, whole=100, is_share=True), None),
        (Count(part=4, whole=9, is_share=True, audience="KUND"), "few_answers"),
        (Count(part=4, whole=10, is_share=True, audience="KUND"), None),
        (Count(part=0, whole=0, is_share=True, audience="KUND"), None),
        (Count(part=0, whole=19, is_share=True, audience="BESCH"), "everyone"),
        (Count(part=19, whole=19, is_share=True, audience="BESCH"), "everyone"),
        (Count(part=0, whole=20, is_share=True, audience="BESCH"), None),
        (Count(part=0, whole=19, is_share=True, audience="KUND"), None),
    ],
)
def test_what_a_rule_hides(count: Count, expected: str | None) -> None:
    assert ground(count) == expected


def test_sizes_come_from_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = "[thresholds]\nhidden_below = 10\nhidden_below_sensitive = 12\nshare_least = 50\n"
    (tmp_path / "stadt.toml").write_text(own, encoding="utf-8")
    monkeypatch.setenv("EINLASS_CITY", str(tmp_path / "stadt.toml"))
    assert (least(), least("SEX")) == (10, 12)
    assert ground(Count(part=9)) == "small"
    assert is_unreliable(Count(part=20, whole=49, is_share=True))
    assert protect(reports({"A": (12, 9), "B": (17, 15), "C": (29, 24)}), []).hidden


@pytest.mark.parametrize(("whole", "unreliable"), [(0, False), (1, True), (29, True), (30, False)])
def test_shares_of_few_are_marked(whole: int, unreliable: bool) -> None:
    assert is_unreliable(Count(part=0, whole=whole, is_share=True)) == unreliable
    assert not is_unreliable(Count(part=0, whole=whole))


# --- Signs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "text", "status"),
    [
        (Amount(value=1234.0), f"1{N}234", ""),
        (Amount(value=0.0), "–", "nothing"),
        (Amount(value=0.4), "0", "below_half"),
        (Amount(value=-0.4), "0", "below_half"),
        (Amount(value=0.5), "0", "below_half"),
        (Amount(value=0.51), "1", ""),
        (Amount(), ".", "secret"),
        (Amount(sign="."), ".", "secret"),
        (Amount(value=5.0, sign="."), ".", "secret"),
        (Amount(sign="/"), "/", "unreliable"),
        (Amount(value=66.0, sign="/"), "/", "unreliable"),
        (Amount(sign="x"), "x", "not_meaningful"),
        (Amount(sign="…"), "…", "later"),
        (Amount(sign="–"), "–", "nothing"),
        (Amount(value=12.0, sign="p"), "12 p", "provisional"),
        (Amount(value=12.0, sign="r"), "12 r", "corrected"),
        (Amount(value=12.0, sign="s"), "12 s", "estimated"),
        (Amount(value=12.0, sign="( )"), "(12)", "limited"),
        (Amount(value=12.0, sign="|"), "| 12", "break"),
    ],
)
def test_every_sign(amount: Amount, text: str, status: str) -> None:
    assert (signs.shown(amount, DE), signs.status(amount)) == (text, status)
    assert signs.shown(amount, EN).replace(",", N) == text


def test_half_of_the_last_digit_is_told_by_the_digits_shown() -> None:
    assert (
        signs.shown(Amount(value=0.04), DE, 1) == "0" and signs.status(Amount(value=0.04), 1) == "below_half"
    )
    assert signs.shown(Amount(value=0.06), DE, 1) == "0,1" and signs.status(Amount(value=0.06), 1) == ""
    assert signs.shown(Amount(value=66.2), DE, 1, f"{N}%") == f"66,2{N}%"


def test_every_sign_has_a_code_of_its_own_and_a_meaning_in_both_languages() -> None:
    known: set[str] = set(Sign.__args__) - {""}  # type: ignore[attr-defined]
    assert signs.EVERY.keys() == known | {"0"}
    assert len(set(signs.EVERY.values())) == len(signs.EVERY)
    for sign in signs.EVERY:
        assert signs.meaning(sign, DE) != signs.meaning(sign, EN)


def test_the_document_lists_every_sign_and_every_reason() -> None:
    text = (config.ROOT / "docs" / "disclosure.md").read_text("utf-8")
    listed = re.findall(r"^\| `(.+?)` \| `(\w+)` \|", text, re.MULTILINE)
    assert {(sign.replace("\\", ""), code) for sign, code in listed} == set(signs.EVERY.items())
    assert set(re.findall(r"\| `(\w+)` \|$", text, re.MULTILINE)) == set(Ground.__args__)  # type: ignore[attr-defined]


def test_nothing_can_be_read_of_what_is_hidden() -> None:
    gone = signs.hidden(Amount(value=2.0, numerator=2.0, denominator=9.0, low=1.0, high=3.0, sign="p"))
    assert gone == Amount(sign=".")


# --- What is said -----------------------------------------------------------------------------------------


def said(lang: str, *about: object, labels: dict[str, str] | None = None) -> str:
    found = protect(*about)  # type: ignore[arg-type]
    return unmarked(" ".join(told(found, labels or {}, words_for(lang))))


def test_nothing_hidden_says_against_how_many_it_was_checked() -> None:
    one, other = reports({"A": (12, 8), "B": (7, 5)}), answers((23, 45, 170, 240, 197))
    assert said("de", one, []) == (
        "Nichts verdeckt. Noch ist keine Zahl freigegeben, gegen die zu prüfen wäre."
    )
    assert said("de", one, [other, other]) == (
        "Nichts verdeckt. Geprüft gegen 2 freigegebene Zahlen in allen Fassungen."
    )
    assert said("en", one, [other]) == "Nothing hidden. Checked against 1 released figure in all versions."


def test_hidden_places_are_named_with_their_reason() -> None:
    labels = {"office.B": "Bürgeramt", "office.A": "Amt A", "office.C": "Amt C"}
    text = said("de", reports({"A": (12, 8), "B": (7, 2), "C": (9, 4)}), [], labels=labels)
    assert text.startswith("Verdeckt sind 2 Stellen, sie zeigen „.“.")
    assert "Bürgeramt, seit Beginn: Es sind weniger als drei." in text
    assert re.search(r"Amt [AC], seit Beginn: Daraus ließe sich eine verdeckte Zahl ausrechnen", text)
    assert not re.search(r"\b2\b(?! Stellen)", text)  # never the number itself


def test_a_figure_that_is_held_back_says_why_and_what_may_be_published() -> None:
    wide = answers((9, 5, 12, 14, 10), "BESCH", offices=["A", "B", "C"])
    text = said("de", answers((2, 1, 1, 2, 3), "BESCH"), [], [wide])
    assert text.startswith("Zurückgehalten. Es haben weniger als 10 Personen geantwortet.")
    assert text.endswith(
        "Veröffentlicht werden darf: 3 Dienststellen zusammen, 11.11.2019 – 17.03.2020, 24 von 50."
    )
    alone = said("en", only("B", 1), [])
    assert alone.startswith("Held back. There are fewer than three.")
    assert alone.endswith("several offices together or a longer period.")


def test_what_can_be_computed_already_is_said() -> None:
    """Two tables released without care: the hidden office follows from them."""
    careless = protect(reports({"A": (12, 8), "B": (7, 2), "C": (9, 4)}), [])
    hidden = next(hit.row[-1] for hit in careless.hidden if hit.ground == "computable")
    spoilt = only(hidden, {"A": 8, "C": 4}[hidden])
    text = said("de", reports({"A": (12, 8), "B": (7, 6), "D": (9, 4)}, first=spoilt.subject.first), [])
    assert "schon aus früheren" not in text
    found = protect(only("Z", 7), [careless.figure, spoilt])
    assert found.known_before and found.is_clear
    assert "schon aus früheren Veröffentlichungen" in unmarked(" ".join(told(found, {}, DE)))


def page() -> None:
    import streamlit as st

    from einlass.release.disclosure.protect import protect
    from einlass.ui.press.disclosure import disclosure
    from einlass.words import words_for
    from release.disclosed_figures import reports

    found = protect(reports({"A": (12, 8), "<b>B</b>": (7, 2), "C": (9, 4)}), ())
    disclosure(found, {}, words_for("de"))
    st.text("held" if found.held else "free")


def test_the_part_of_the_page_escapes_names_and_gives_what_may_be_published() -> None:
    drawn = AppTest.from_function(page).run(timeout=60)
    assert not drawn.exception
    html = " ".join(block.proto.body for block in drawn.get("html"))
    assert "office.&lt;b&gt;B" in html and "<b>B</b>" not in html
    assert drawn.text[0].value == "free"
