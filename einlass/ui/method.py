"""The parts of the methods page. What an indicator is comes from its query file, its meaning from the texts."""

from __future__ import annotations

from einlass import config
from einlass.indicators import indicators
from einlass.stats.verdict import Verdict
from einlass.ui import style
from einlass.words import Words, sentences

METHODS = (
    "e_star_pt",
    "d_star",
    "random_effects",
    "pooled_comparison",
    "shift",
    "l_star",
    "weekly_means",
    "wilson",
    "control_chart",
)
VERDICTS = (*(one.value for one in Verdict), "no_data", "not_comparable")
GLOSSARY = ("interval", "rate", "window", "regime", "find", "level", "wave", "stand", "reporting")
DEVIATIONS = ("scale", "trend", "shift", "lag", "chart")
SOURCES = (
    "turner",
    "bernal",
    "mccullagh",
    "newey",
    "dersimonian",
    "holm",
    "cliff",
    "depauw",
    "wilson",
    "nhs",
    "rankins",
    "aachen",
)
PRINCIPLES = ("comparison", "windows", "verdict", "minimum", "percent", "missing", "causal", "sample")


def principles(w: Words) -> None:
    """How the product comes to a statement."""
    style.section(w("method.principles"))
    least = w.number(config.PERCENT_MIN_COUNT)
    style.notes([w(f"method.principle.{name}").format(least=least) for name in PRINCIPLES])


def definitions(w: Words) -> None:
    """Every indicator: what it counts, unit, sources, version, whether it can be compared."""
    style.section(w("method.definitions"))
    style.html_table(
        w("method.definitions"),
        [
            w(f"table.{name}")
            for name in ("indicator", "definition", "unit", "sources", "comparable", "version")
        ],
        [
            [
                w(f"indicator.{code}"),
                w(f"indicator.{code}.definition"),
                w(f"unit.{one.unit}"),
                sentences.source_names(one, w),
                w(f"comparable.{one.comparable}"),
                one.version,
            ]
            for code, one in indicators().items()
        ],
        hide_caption=True,
    )


def methods(w: Words) -> None:
    """Which method answers which question, and what the verdicts mean."""
    style.section(w("method.methods"))
    style.html_table(
        w("method.methods"),
        [w("table.method"), w("table.used_for")],
        [[w(f"method.{name}"), w(f"method.{name}.used_for")] for name in METHODS],
        hide_caption=True,
    )
    style.section(w("method.verdicts"))
    style.html_table(
        w("method.verdicts"),
        [w("table.verdict"), w("table.meaning")],
        [[sentences.sentence_case(w(f"verdict.{name}")), w(f"method.verdict.{name}")] for name in VERDICTS],
        hide_caption=True,
    )


def glossary(w: Words) -> None:
    """Words that need an explanation."""
    style.section(w("method.glossary"))
    style.notes([w(f"glossary.{name}") for name in GLOSSARY])


def sources(w: Words) -> None:
    """Where the methods are published."""
    style.section(w("method.sources"))
    style.notes([w(f"literature.{name}") for name in SOURCES])
