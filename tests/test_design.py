"""One source of colours, type and spaces: what can be read, what follows the accent, what a language is."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from einlass import config, design
from einlass.charts import Look, recolouring
from einlass.ui import asgi, style
from einlass.ui.sign_in import leaf

THEMES = [design.palette(is_dark=False), design.palette(is_dark=True)]


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
def test_text_and_marks_stand_out_from_their_ground(theme: design.Palette) -> None:
    for text in (theme.text, theme.muted, theme.accent):
        for ground in (theme.ground, theme.side):
            assert contrast(text, ground) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.text, theme.sample) >= 4.5
    for mark in (theme.rule, theme.outside, theme.expected, theme.before, theme.after):
        assert contrast(mark, theme.ground) >= 3


def test_the_stylesheet_holds_no_colour_of_its_own() -> None:
    for path in style.STYLESHEETS:
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"))) == []


def test_changing_the_accent_is_one_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = tmp_path / "config.toml"
    theme.write_text(design.THEME_FILE.read_text("utf-8").replace("#12436D", "#0A5C36"), "utf-8")
    monkeypatch.setattr(design, "THEME_FILE", theme)
    design.palette.cache_clear()
    leaf.icon.cache_clear()
    try:
        light = Look(is_dark=False)
        assert (light.after, light.series[0], light.palette.answers[4]) == ("#0A5C36",) * 3
        assert "--em-accent:light-dark(#0A5C36," in design.stylesheet_variables()
        assert "%230A5C36" in asgi.document("de").decode()
    finally:
        design.palette.cache_clear()
        leaf.icon.cache_clear()


def test_a_saved_picture_is_light_in_every_colour() -> None:
    dark = Look(is_dark=True)
    pairs = recolouring()
    for color in (
        dark.ground,
        dark.ink,
        dark.muted,
        dark.grid,
        dark.before,
        dark.after,
        dark.band,
        dark.shade,
    ):
        assert color in pairs
    assert not set(pairs) & set(pairs.values()) - {"#F46A25"}


SCRIPT = """
from datetime import date
from einlass import config
from einlass.ui import asgi, menu
from einlass.ui.account import LOCAL
from einlass.ui.state import View
from einlass.words import words_for
w = words_for("nl")
print(config.LANGUAGES)
print(w.date(date(2020, 3, 31)), w.month(date(2020, 3, 1)), w.number(1234.5, 1))
print(w.percent(0.5), w.join(["a", "b", "c"]))
made = menu.markup(View(), "overview", None, LOCAL, w)
print("lang=nl" in made, "Nederlands" in made)
print('<html lang="nl">' in asgi.document("nl").decode())
"""


def test_a_third_language_is_a_folder_and_nothing_else(tmp_path: Path) -> None:
    for part in ("einlass", "locales", "queries", "pages", "sample_data/exports", ".streamlit", "app.py"):
        source = config.ROOT / part
        target = tmp_path / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    english = (tmp_path / "locales/en/LC_MESSAGES/einlass.po").read_text("utf-8")
    dutch = english.replace('"Language: en\\n"', '"Language: nl\\n"').replace(
        'msgid "format.group"\nmsgstr ","', 'msgid "format.group"\nmsgstr "."'
    )
    dutch = dutch.replace('"{first} and {last}"', '"{first} en {last}"')
    folder = tmp_path / "locales/nl/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "einlass.po").write_text(dutch, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "('de', 'en', 'nl')",
        "31 maart 2020 mrt 1.234,5",
        "50% a, b en c",
        "True True",
        "True",
    ]
