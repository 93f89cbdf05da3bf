"""Made-up publications as a desk would hand them over: known by hand, from the plain to the awkward."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from einlass.city import City
from einlass.config import thresholds
from einlass.release.records import (
    Amount,
    Announcement,
    Correction,
    Figure,
    Kind,
    Move,
    Publication,
    Row,
    Side,
    Status,
    Subject,
    Survey,
    Table,
    Texts,
    Version,
    Withdrawal,
)

BEFORE, SINCE = (date(2018, 1, 15), date(2019, 9, 20)), (date(2019, 11, 18), date(2020, 3, 6))
STAND = datetime(2020, 3, 20, 9, 0)
MARKUP = '<b>Zwei</b> von "drei" & mehr <script>alert(1)</script> #let x = 1 *fett* {{ 7*7 }}'
LONG = "Überlandstraßenbauverwaltungsnebenstelle " * 10  # 400 characters
FORMULA = '=HYPERLINK("http://example.invalid","hier")'
LANGUAGES = ("de", "en")


def city(**changes: str) -> City:
    """A city with everything that a page can say of one."""
    told = {
        "name": "Drosselfurt",
        "contact": "presse@drosselfurt.example",
        "contact_name": "Pressestelle",
        "imprint": "Stadt Drosselfurt, Rathausplatz 1",
        "licence": "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "id_prefix": "DF-EK-",
        "municipality": "05117000",
        "state": "NW",
    }
    return City(thresholds=thresholds(), language="de", **(told | changes))  # type: ignore[arg-type]


def number(value: float | None, sign: str = "") -> Amount:
    return Amount(value=value, numerator=value, sign=sign)  # type: ignore[arg-type]


def share(part: float, whole: float, low: float | None = None, high: float | None = None) -> Amount:
    return Amount(value=100 * part / whole, numerator=part, denominator=whole, low=low, high=high)


def figure(kind: Kind, unit: str, headline: Amount, table: Table, **changes: object) -> Figure:
    told = {
        "subject": Subject(topic="made_up", measure="M1", offices=("AUSL",), first=SINCE[0], last=SINCE[1]),
        "kind": kind,
        "unit": unit,
        "headline": headline,
        "sides": (side("period", headline),),
        "table": table,
        "definition_version": "1.0",
        "sources": ("incidents", "visits"),
        "data_version": 7,
        "data_sha256": "7e54834cd08c" + "0" * 52,
        "stand": STAND,
        "late_until": date(2020, 4, 7),
        "is_sample": False,
    }
    return Figure(**(told | changes))  # type: ignore[arg-type]


def side(phase: str, amount: Amount, distribution: tuple[int, ...] = ()) -> Side:
    first, last = BEFORE if phase == "before" else SINCE
    return Side(
        phase=phase,  # type: ignore[arg-type]
        first=first,
        last=last,
        amount=amount,
        distribution=distribution,
    )


def table(
    dimension: str, columns: tuple[str, ...], sum_row: str = "", /, **rows: tuple[Amount, ...]
) -> Table:
    """Rows by name; two underscores stand for a point."""
    made = tuple(Row(label=name.replace("__", "."), cells=own) for name, own in rows.items())
    return Table(dimension=dimension, columns=columns, rows=made, total=sum_row)


def texts(title: str, sentence: str, value: str, labels: dict[str, str] | None = None) -> dict[str, Texts]:
    made = Texts(
        title=title,
        sentence=sentence,
        short=f"{title}: {value}.",
        plain=f"Das heißt: {value}.",
        value=value,
        chart_title="Zustimmung vorher und seit Beginn",
        chart_subtitle="Ausländerbehörde, 18.11.2019 – 06.03.2020",
        chart_alt=f"Balken: {value}.",
        facts=(
            ("Zählung", sentence),
            ("Zeitraum", "18.11.2019 – 06.03.2020"),
            ("Definition", "Version 1.0: Anteil der Antworten 4 und 5 an allen Antworten."),
            ("Quelle", "Befragungswellen, Stand: 20.03.2020, 09:00 Uhr"),
        ),
        not_to_conclude=(
            ("„Die Kontrollen wirken.“", "Sie nennt einen Unterschied, keinen Grund."),
            ("„Das gilt überall.“", "Sie gilt für die Ausländerbehörde."),
        ),
        labels=labels or {},
        source="Quelle: Befragungswellen; Stand: 20.03.2020, 09:00 Uhr",
    )
    return dict.fromkeys(LANGUAGES, made)


def version(
    number: int,
    of: Figure,
    said: dict[str, Texts],
    at: datetime,
    status: Status = "provisional",
    correction: Correction | None = None,
) -> Version:
    final_on = date(2020, 4, 7) if status == "provisional" else None
    return Version(
        number=number,
        status=status,
        figure=of,
        texts=said,
        released_at=at,
        final_on=final_on,
        correction=correction,
    )


ANSWERS = {
    "answer.1": "1 gar nicht",
    "answer.2": "2 eher nicht",
    "answer.3": "3 teils, teils",
    "answer.4": "4 eher",
    "answer.5": "5 völlig",
    "answer.agree": "Zustimmung (4 und 5)",
    "answer.all": "alle Antworten",
    "before.count": "vorher",
    "before.percent": "%, vorher",
    "since.count": "seit Beginn",
    "since.percent": "%, seit Beginn",
}
ANSWERED = (68, 251, 438, 402, 204), (12, 46, 170, 246, 201)


def survey_figure(since: tuple[int, ...] = ANSWERED[1]) -> Figure:
    before = ANSWERED[0]
    wholes = sum(before), sum(since)
    counts = [*zip(before, since, strict=True), (sum(before[3:]), sum(since[3:])), wholes]
    names = [f"answer__{name}" for name in (1, 2, 3, 4, 5, "agree", "all")]
    rows = {
        name: tuple(
            cell
            for count, whole in zip(pair, wholes, strict=True)
            for cell in (number(count), share(count, whole))
        )
        for name, pair in zip(names, counts, strict=True)
    }
    headline = share(sum(since[3:]), wholes[1], 62.6, 69.7)
    return figure(
        "score",
        "percent",
        headline,
        table(
            "answers",
            ("before.count", "before.percent", "since.count", "since.percent"),
            "answer.all",
            **rows,
        ),
        sides=(
            side("before", share(sum(before[3:]), wholes[0], 41.8, 47.1), before),
            side("since", headline, since),
        ),
        survey=Survey(
            respondents=wholes[1],
            asked=1342,
            first=SINCE[0],
            last=SINCE[1],
            client="Stadtverwaltung",
            wording="Ich fühle mich in diesem Dienstgebäude sicher.",
            is_representative=False,
            selection="every_nth",
        ),
    )


def survey() -> Publication:
    """A share with its answers, corrected once: one questionnaire more."""
    first = texts(
        "Zwei von drei Befragten fühlen sich sicher",
        "446 von 674 Befragten (66\u202f%) stimmten zu.",
        "446 von 674 (66,2\u202f%)",
        ANSWERS,
    )
    asked = (
        ("Befragte", "675; Rücklauf 50\u202f%"),
        ("Wortlaut", "„Ich fühle mich in diesem Dienstgebäude sicher.“"),
    )
    second = {
        name: replace(
            one,
            value="447 von 675 (66,2\u202f%)",
            sentence="447 von 675 Befragten (66\u202f%) stimmten von November 2019 bis März 2020 in der "
            "Ausländerbehörde der Aussage „Ich fühle mich in diesem Dienstgebäude sicher“ zu. Vor den "
            "Einlasskontrollen waren es 606 von 1\u202f363 (44\u202f%).",
            survey=asked,
        )
        for name, one in first.items()
    }
    why = Correction(
        number=1,
        severity="minor",
        reason="late_reports",
        text="Nachmeldung eines Fragebogens der Welle vom 02.03.",
        tell=("Lokalzeitung",),
    )
    return Publication(
        id="DF-EK-0012",
        versions=(
            version(1, survey_figure((12, 46, 170, 246, 200)), first, datetime(2020, 3, 17, 10, 0)),
            version(2, survey_figure(), second, datetime(2020, 3, 20, 9, 30), "corrected", why),
        ),
        has_newer_data=True,
        seen_before_by=("Ältestenrat",),
    )


def incidents() -> Publication:
    """A count with rates beside it, provisional."""
    cells = {
        "phase__before": (number(127), number(53_211), Amount(value=23.9, numerator=127, denominator=53_211)),
        "phase__since": (
            number(8),
            number(12_034),
            Amount(value=6.6, numerator=8, denominator=12_034, low=2.9, high=13.1),
        ),
    }
    headline = Amount(value=8, numerator=8, denominator=12_034)
    before = Amount(value=127, numerator=127, denominator=53_211)
    labels = {
        "phase.before": "vorher",
        "phase.since": "seit Beginn",
        "count": "gemeldet",
        "visits": "Besuche",
        "rate": "je 10\u202f000 Besuche",
    }
    made = figure(
        "count",
        "reports",
        headline,
        table("phases", ("count", "visits", "rate"), **cells),
        sides=(side("before", before), side("since", headline)),
    )
    said = texts(
        "8 gemeldete Vorfälle seit Beginn", "8 gemeldete Vorfälle bei 12\u202f034 Besuchen.", "8", labels
    )
    return Publication(id="DF-EK-0007", versions=(version(1, made, said, datetime(2020, 3, 12, 8, 0)),))


def knives() -> Publication:
    """Items by kind with hidden cells; what hides behind them must leave no file."""
    cells = {
        "kind__knife": (number(1_234),),
        "kind__spray": (number(4711.0, "."),),
        "kind__gun": (number(0.0, "–"),),
        "kind__glass": (number(17.0, "p"),),
        "total": (number(5_962.0),),
    }
    labels = {
        "kind.knife": "Messer",
        "kind.spray": "Reizstoffe",
        "kind.gun": "Schusswaffen",
        "kind.glass": FORMULA,
        "total": "alle",
        "items": "Gegenstände",
    }
    made = figure("count", "items", number(1_234), table("kinds", ("items",), "total", **cells))
    said = texts(
        "1\u202f234 Messer", "1\u202f234 Messer bei 20\u202f000 Kontrollierten.", "1\u202f234", labels
    )
    return Publication(
        id="DF-EK-0003", versions=(version(1, made, said, datetime(2020, 2, 3, 8, 0), "final"),)
    )


def withdrawn() -> Publication:
    """A figure that no longer stands."""
    made = figure("count", "items", number(99), table("kinds", ("items",), all=(number(99),)))
    said = texts("99 Funde", "99 Funde wurden gezählt.", "99", {"items": "Gegenstände", "all": "alle"})
    return Publication(
        id="DF-EK-0004",
        versions=(version(1, made, said, datetime(2020, 2, 4, 8, 0), "final"),),
        withdrawal=Withdrawal(at=datetime(2020, 2, 10, 12, 0), reason="Doppelt gezählt."),
    )


def nothing() -> Publication:
    """Nothing to divide by, and too few for a share."""
    cells = {
        "office__a": (number(0), Amount(numerator=0, denominator=0)),
        "office__b": (number(3), Amount(numerator=3, denominator=11, sign="/")),
    }
    made = figure(
        "share",
        "percent",
        Amount(numerator=0, denominator=0),
        table("offices", ("persons", "percent"), **cells),
        sides=(
            side("before", Amount(numerator=3, denominator=11, sign="/"), (1, 2, 5, 2, 1)),
            side("since", Amount(numerator=0, denominator=0), (0, 0, 0, 0, 0)),
        ),
    )
    said = texts("Noch keine Antworten", "Seit Beginn hat niemand geantwortet.", "keine Antworten")
    return Publication(id="DF-EK-0005", versions=(version(1, made, said, datetime(2020, 2, 5, 8, 0)),))


def extremes() -> Publication:
    """0 and 100 per cent."""
    cells = {
        "office__a": (number(0), share(0, 50, 0.0, 7.1)),
        "office__b": (number(50), share(50, 50, 92.9, 100.0)),
    }
    made = figure(
        "share",
        "percent",
        share(50, 50, 92.9, 100.0),
        table("offices", ("persons", "percent"), **cells),
        sides=(
            side("before", share(0, 50, 0.0, 7.1), (25, 25, 0, 0, 0)),
            side("since", share(50, 50, 92.9, 100.0), (0, 0, 0, 0, 50)),
        ),
    )
    said = texts("Alle stimmen zu", "50 von 50 stimmten zu.", "100\u202f%", {"office.a": "Amt A"})
    return Publication(id="DF-EK-0006", versions=(version(1, made, said, datetime(2020, 2, 6, 8, 0)),))


def one_office() -> Publication:
    """A rate of a single office."""
    amount = Amount(value=16.2, numerator=336, denominator=20_741, low=14.5, high=18.1)
    rows = {"office__a": (number(336), number(20_741), amount)}
    made = figure(
        "rate", "per_1000_checked", amount, table("offices", ("persons", "checked", "rate"), **rows)
    )
    labels = {
        "office.a": "Bürgeramt",
        "persons": "Personen",
        "checked": "Kontrollierte",
        "rate": "je 1\u202f000",
    }
    said = texts("16,2 von 1\u202f000 hatten einen Fund", "336 von 20\u202f741.", "16,2", labels)
    return Publication(
        id="DF-EK-0008", versions=(version(1, made, said, datetime(2020, 2, 7, 8, 0), "final"),)
    )


def awkward() -> Publication:
    """Markup in the title, a name of 400 characters, formulas as names, signs that no file may hold."""
    cells = {"office__long": (number(1_234.5),), "office__formula": (number(-2),)}
    labels = {"office.long": LONG, "office.formula": "@SUM(A1:A9)\x0b\U000f1234", "euros": FORMULA}
    made = figure("amount", "euros", number(1_234.5), table("offices", ("euros",), **cells))
    said = texts(MARKUP, f"Satz mit {MARKUP}", "1\u202f235", labels)
    return Publication(
        id="DF-EK-0009", versions=(version(1, made, said, datetime(2020, 2, 8, 8, 0), "final"),)
    )


def publications() -> list[Publication]:
    """All of them."""
    return [
        *(survey(), incidents(), knives(), withdrawn(), nothing()),
        *(extremes(), one_office(), awkward()),
    ]


def announcements() -> list[Announcement]:
    """Entries of the calendar in every state."""
    said = {"de": "Messer, 1. Quartal 2020", "en": "Knives, first quarter of 2020"}
    return [
        Announcement(
            key="2020-q1",
            title=said,
            state="confirmed",
            at=datetime(2020, 4, 15, 10, 0),
            moves=(
                Move(was=datetime(2020, 4, 8, 10, 0), reason="Nachmeldungen.", at=datetime(2020, 4, 1, 9, 0)),
            ),
            figure="DF-EK-0003",
        ),
        Announcement(key="2020-q2", title=said, state="provisional", at=datetime(2020, 7, 15, 10, 0)),
        Announcement(
            key="2020-x",
            title=said,
            state="cancelled",
            at=datetime(2020, 3, 1, 10, 0),
            reason="Keine Erhebung.",
        ),
        Announcement(
            key="2020-p", title=said, state="published", at=datetime(2020, 2, 3, 8, 0), figure="DF-EK-0003"
        ),
    ]


def as_sample(one: Publication) -> Publication:
    """The same, of sample data."""
    return replace(
        one,
        versions=tuple(
            replace(version, figure=replace(version.figure, is_sample=True)) for version in one.versions
        ),
    )
