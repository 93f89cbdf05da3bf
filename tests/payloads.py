"""Names that are markup to somebody: Markdown, LaTeX, HTML, Streamlit's own signs, links, and plain oddities. And
attacks on our own pages: what would run, ask another machine for something, or break the layout, were it not text.

Every page must show them as they stand. In one small town they stand wherever a text of others reaches the screen.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from conftest import Row, csv_text, good, import_all
from release.desk_parts import ANNA, BEN, TestDesk, later
from towns import START, Place, build, event, german

from einlass import remarks
from einlass.decision import KINDS
from einlass.release.desk.commands import Announce, Answer, Withdraw
from einlass.release.records import Sheet

PAYLOADS = (
    "![Bild](data:image/gif;base64,R0lGODlhAQABAAAAACw=)",
    "$\\frac{1}{2}$ und $$x^2$$",
    ":red[Alarm] :blue-background[ruhig]",
    ":material/home: Amt :material_home:",
    "_schräg_ __Amt__",
    "www.example.org/amt",
    "https://example.org/?a=1&b=2",
    "|Amt|Haus| {Amt} \\Amt ^1^ ~2~",
    "`Amt` ```Amt```",
    "&lt;b&gt; &amp; &#36;",
    "<b>Amt</b><img src=x onerror=alert(1)>",
    "<a href='https://example.org'>Amt</a>",
    "**Amt** *Amt* ~~Amt~~",
    "# Amt",
    "1. Amt",
    "[Amt](https://example.org) [1]: x",
    ":smile: :+1: :streamlit:",
    "Amt -> Haus <- Tor -- Hof >= 3 <= 4",
    "Straßenamt, Haus/Süd \"A\" 100% + #1 & 'B'",
    "x" * 400,
)

SLASH = "\u2215"  # no file can hold the other one in its name
ATTACKS = (
    "<script>struck=1</script>",
    "<img src=x onerror=struck=1>",
    "<svg onload=struck=1><animate onbegin=struck=1>",
    '"><svg/onload=struck=1>',
    "' autofocus onfocus='struck=1' tabindex='1",
    '" style="position:fixed;inset:0" onmouseover="struck=1',
    "</p></div></li></td><h1>",
    '<iframe srcdoc="<script>parent.struck=1</script>">',
    "<iframe src=javascript:parent.struck=1>",
    "[x](javascript:struck=1) <javascript:struck=1>",
    "![x](//a.example/1) ![y][z] [z]: //a.example/2",
    "</style><style>*{background:url(//a.example/3)}",
    "<link rel=stylesheet href=//a.example/4>",
    "<meta http-equiv=refresh content=0;//a.example/5>",
    "<base href=//a.example/6>",
    "<form action=//a.example/7><button autofocus>x",
    "${struck=1} {{constructor.constructor('struck=1')()}}",
    "</script><script>struck=1//",
    "<object data=//a.example/8><embed src=//a.example/9>",
    "'];struck=1;//--></title><video src=//a.example/0>",
)
BOTH = tuple(f"{name} {attack}" for name, attack in zip(PAYLOADS, ATTACKS, strict=True))
ALL = " ".join(ATTACKS)  # where there is room for one text
FIVE = tuple(" ".join(ATTACKS[at : at + 4]) for at in range(0, len(ATTACKS), 4))  # where there is for a few
OFFICES = tuple(f'{number}, Straße/Süd "A" & 100 % + #{"x" * number * 8}' for number in range(len(PAYLOADS)))


def town(folder: Path) -> Path:
    """A town of these names; the data folder.

    Reasons, events, posts, providers, reasons of absence, wordings and clients of surveys are called so, too.
    """
    names = dict(zip(OFFICES, BOTH, strict=True))
    places = {
        office: Place(incidents=(12, 9), treated=number % 4 == 0 or number < 4)
        for number, office in enumerate(OFFICES)
    }
    events = [event(START + timedelta(weeks=9), office, "SONST", text=name) for office, name in names.items()]
    return build(folder, places, events=events, names=names, more=_exports())


def _exports() -> dict[str, list[Row]]:
    """The page on staff lists a few only, that on the survey one wave: each of them says several attacks."""
    days = {
        "feld_von": german(START + timedelta(weeks=4)),
        "feld_bis": german(START + timedelta(weeks=4, days=4)),
    }
    wave = good("survey_waves", dienststelle_id=OFFICES[0], fragewortlaut=ALL, auftraggeber=ALL, **days)
    shifts = [
        good("shifts", schicht_id=name, dienststelle_id=OFFICES[0], posten=name, anbieter=name)
        | {"std_ist": "0", "kopf_ist": "0", "ausfallgrund": name}
        for name in FIVE
    ]
    return {"survey_waves": [wave], "answers": [good("answers")], "shifts": shifts}


def history(data: Path, folder: Path) -> None:
    """Twenty files that are called so, as far as a file can be, imported by somebody who is."""
    files = [folder / f"{name.replace('/', SLASH)}.csv" for name in ATTACKS]
    for number, file in enumerate(files):
        file.write_text(
            csv_text([event(START + timedelta(weeks=13), OFFICES[number], "SONST", text="x")]), "utf-8"
        )
    import_all(data, files, user=ALL)


def desk(data: Path) -> None:
    """Remarks, and a figure, an answer and a date of the press desk, that say so."""
    for number, name in enumerate(BOTH):
        remarks.add(data, f"M-{OFFICES[0]}", KINDS[number % len(KINDS)], name, name[-60:], 1)
    at = TestDesk(data)
    at.publish()
    (one,) = at.published
    sheet = Sheet(subject=ALL[:400], before=ALL, after=ALL, figures=((one.id, 1),))
    at(
        ANNA,
        Answer(sheet=sheet),
        Announce(title={"de": ALL[:200], "en": ALL[:200]}, planned_at=later(days=9)),
    )
    at(BEN, Withdraw(subject=one.latest.figure.subject, reason=ALL, reason_en=ALL))
