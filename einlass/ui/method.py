"""The parts of the methods page. What an indicator is comes from its query file, its meaning from the texts."""

from __future__ import annotations

from einlass import calibration, config
from einlass.charts import errors_chart
from einlass.indicators import indicators
from einlass.stats.verdict import Verdict
from einlass.ui import show, style
from einlass.words import Words, sentences

METHODS = (
    "e_star_pt",
    "d_star",
    "random_effects",
    "shift",
    "l_star",
    "weekly_means",
    "wilson",
    "permutation",
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
    "sherman",
    "farrington",
    "rankins",
    "aachen",
)
OURS = ("e_star", "e_star_pt", "shift")
CLAIMS = (
    "arrow_10_percent",
    "last_4_weeks",
    "exact_poisson",
    "poisson_regression",
    "welch_t",
    "newey_west",
    "negative_binomial",
    "quasi_poisson",
    *OURS,
)
EVER_CLEAR = ".".join(("verdict", Verdict.CLEAR_DECREASE, "ever"))  # a measure of the looks, no text key
SHORTFALLS: tuple[tuple[str, str, str, dict[str, float], float], ...] = (
    ("claim_0", "grid", "e_star.claim", {"ratio": 1.0, "rho": 0.0}, 0.045),
    ("claim_4", "grid", "e_star.claim", {"ratio": 1.0, "rho": 0.4}, 0.062),
    ("claim_8", "grid", "e_star.claim", {"ratio": 1.0, "rho": 0.8}, 0.12),
    ("trend", "trend", "e_star_pt.covers", {"change_a_year": -0.3}, 0.936),
    ("persistent", "grid", "e_star_pt.covers", {"rho": 0.8}, 0.93),
    ("signs", "rule", "verdict.signs_of_decrease", {"ratio": 1.0}, 0.064),
    ("looks", "looks", EVER_CLEAR, {}, 0.046),
)
"""Name, study, measure, settings, and the figure we set ourselves (share)."""
TOWNS = (
    "tidy",
    "staggered",
    "missing_3",
    "missing_6",
    "opens_later",
    "mix",
    "comparison_lacks",
    "comparison_moves",
    "shocks",
)
TOWNS_BEFORE = ("tidy", "missing_3", "missing_6")
TOWN_LIMITS = (("clear_down", 0.03), ("any_down", 0.10), ("covers", 0.93))
"""Measures of the towns without an effect, and the share in the worst cell that we set ourselves."""
DEPENDENT, STRONG = (0.0, 0.4), (0.8,)
PRINCIPLES = (
    "comparison",
    "windows",
    "verdict",
    "minimum",
    "percent",
    "missing",
    "causal",
    "grade",
    "sample",
)


def principles(w: Words) -> None:
    """How the product comes to a statement."""
    style.section(w("method.principles"), anchor="principles")
    least = w.number(config.PERCENT_MIN_COUNT)
    style.notes(
        [w(f"method.principle.{name}").format(least=least) for name in PRINCIPLES],
        anchors=[f"principle-{name}" for name in PRINCIPLES],
    )


def definitions(w: Words) -> None:
    """Every indicator: what it counts, unit, sources, version, whether it can be compared."""
    style.section(w("method.definitions"), anchor="definitions")
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
        stacks=True,
        anchors=[f"indicator-{code}" for code in indicators()],
    )


def methods(w: Words) -> None:
    """Which method answers which question, and what the verdicts mean."""
    style.section(w("method.methods"), anchor="methods")
    style.html_table(
        w("method.methods"),
        [w("table.method"), w("table.used_for")],
        [[w(f"method.{name}"), w(f"method.{name}.used_for")] for name in METHODS],
        hide_caption=True,
        anchors=[f"method-{name}" for name in METHODS],
    )
    style.section(w("method.verdicts"), anchor="verdicts")
    style.html_table(
        w("method.verdicts"),
        [w("table.verdict"), w("table.meaning")],
        [[sentences.sentence_case(w(f"verdict.{name}")), w(f"method.verdict.{name}")] for name in VERDICTS],
        hide_caption=True,
        anchors=[f"verdict-{name}" for name in VERDICTS],
    )


def errors(w: Words) -> None:
    """Measured error rates of our methods beside the naive ones, from the committed calibration."""
    table = calibration.rows("grid")
    levels = sorted({float(row.settings["rho"]) for row in table if row.settings.get("ratio") == 1})
    if not levels:
        return
    series = min(row.series for row in table)
    style.section(w("method.errors"), anchor="errors", sub=w("method.errors.sub", series=w.number(series)))
    claims = {
        name: [calibration.mean(table, f"{name}.claim", ratio=1.0, rho=rho) for rho in levels]
        for name in CLAIMS
    }
    named = {w(f"naive.{name}"): values for name, values in claims.items()}
    (drawn,) = show.kept("errors", lambda: [errors_chart(named, levels, show.look(), w)], w)
    assert drawn is not None
    table_ = show.Table(
        w("method.errors"),
        [w("method.errors.method"), *(w("method.errors.rho", rho=w.number(rho, 1)) for rho in levels)],
        lambda: [
            [w(f"naive.{name}"), *(_percent(value, w) for value in values)] for name, values in claims.items()
        ],
        range(1, len(levels) + 1),
    )
    show.chart(
        drawn,
        w("method.errors"),
        "error-rates",
        w,
        numbers=lambda: show.Numbers(
            table_, show.Files("einlassmonitor-error-rates", [w("chart.errors_foot")])
        ),
        has_data=False,
    )
    style.html_table(table_.caption, table_.head, table_.rows(), numeric=table_.numeric, hide_caption=True)


def rule(w: Words) -> None:
    """How often the whole rule gives which verdict, with and without an effect."""
    table = calibration.rows("rule")
    if not table:
        return
    style.section(w("method.rule"), anchor="rule", sub=w("method.rule.sub"))
    lines = [(w(f"verdict.{one}"), f"verdict.{one.value}") for one in Verdict]
    lines += [
        (w("method.rule.arrow"), "arrow_10_percent.down"),
        (w("method.rule.exact"), "exact_poisson.down"),
    ]
    lines += [(w("method.rule.covers"), "e_star_pt.covers")]
    rows = [
        [
            sentences.sentence_case(label),
            *(_percent(calibration.mean(table, measure, ratio=ratio), w) for ratio in (1.0, 0.5)),
        ]
        for label, measure in lines
    ]
    head = [w("method.rule.claim"), w("method.rule.none"), w("method.rule.half")]
    _simulated("rule", w("method.rule.sub"), show.Table(w("method.rule"), head, lambda: rows, (1, 2)), w)


def _simulated(name: str, sub: str, table: show.Table, w: Words) -> None:
    """A table of our simulations with its menu."""
    style.html_table(table.caption, table.head, table.rows(), numeric=table.numeric, hide_caption=True)
    files = show.Files(f"einlassmonitor-{name}", [sub, w("chart.errors_foot")])
    show.save_menu(name, table.caption, lambda: show.Numbers(table, files), w, has_data=False)


def towns(w: Words) -> None:
    """How often the rule errs in whole towns that are not tidy, the worst cell of each kind."""
    table = calibration.rows("towns")
    if not table:
        return
    style.section(w("method.towns"), anchor="towns", sub=w("method.towns.sub"))
    rows = [_town_row(w(f"town.{kind}"), "rule", kind, DEPENDENT, w) for kind in TOWNS]
    rows.append(_town_row(w("town.strong"), "rule", "tidy", STRONG, w))
    rows += [
        _town_row(w("town.before", kind=w(f"town.{kind}")), "before", kind, DEPENDENT, w)
        for kind in TOWNS_BEFORE
    ]
    head = [w(f"method.towns.{name}") for name in ("kind", "clear", "signs", "covers", "half")]
    table_ = show.Table(w("method.towns"), head, lambda: rows, (1, 2, 3, 4))
    _simulated("towns", w("method.towns.sub"), table_, w)


def _town_row(label: str, rule: str, kind: str, levels: tuple[float, ...], w: Words) -> list[str]:
    errors = [_percent(_worst_town(f"{rule}.{measure}", kind, levels), w) for measure, _ in TOWN_LIMITS]
    found = [
        _percent(calibration.mean(_towns(levels), f"{rule}.{measure}", kind=kind, ratio=0.5), w)
        for measure in ("clear_down", "any_down")
    ]
    return [label, *errors, w("method.towns.found", clear=found[0], signs=found[1])]


def _towns(levels: tuple[float, ...]) -> tuple[calibration.Row, ...]:
    return tuple(row for row in calibration.rows("towns") if row.settings.get("rho") in levels)


def _worst_town(measure: str, kind: str, levels: tuple[float, ...] = DEPENDENT) -> float | None:
    return calibration.worst(_towns(levels), measure, kind=kind, ratio=1.0)


def shortfalls(w: Words) -> None:
    """Where the measured rates miss the figures we set ourselves, with both numbers."""
    lines = []
    for name, study, measure, settings, wanted in SHORTFALLS:
        found = calibration.mean(calibration.rows(study), measure, **settings)
        if found is not None and (found < wanted if measure.endswith("covers") else found > wanted):
            lines.append(w(f"shortfall.{name}", found=w.percent(found, 1), wanted=w.percent(wanted, 1)))
    lines += _towns_missed(w)
    if lines:
        style.section(w("method.shortfalls"), anchor="shortfalls")
        style.notes(lines)


def _towns_missed(w: Words) -> list[str]:
    """The kinds of towns whose worst cell misses a limit, with both numbers."""
    lines = []
    for kind in TOWNS:
        for measure, wanted in TOWN_LIMITS:
            found = _worst_town(f"rule.{measure}", kind)
            if found is not None and (found < wanted if measure == "covers" else found > wanted):
                figures = {"found": w.percent(found, 1), "wanted": w.percent(wanted, 1)}
                lines.append(w(f"shortfall.town.{measure}", kind=w(f"town.{kind}"), **figures))
    return lines


def deviations(w: Words) -> None:
    """Where we depart from the textbook on purpose, and why."""
    style.section(w("method.deviations"), anchor="deviations")
    style.notes([w(f"deviation.{name}") for name in DEVIATIONS])


def _percent(value: float | None, w: Words) -> str:
    return "–" if value is None else w.percent(value, 1)


def glossary(w: Words) -> None:
    """Words that need an explanation."""
    style.section(w("method.glossary"), anchor="glossary")
    style.notes([w(f"glossary.{name}") for name in GLOSSARY], anchors=[f"term-{name}" for name in GLOSSARY])


def sources(w: Words) -> None:
    """Where the methods are published."""
    style.section(w("method.sources"), anchor="sources")
    style.notes([w(f"literature.{name}") for name in SOURCES])
