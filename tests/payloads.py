"""Names that are markup to somebody: Markdown, LaTeX, HTML, Streamlit's own signs, links, and plain oddities.

Twenty texts that every page must show as they stand. They stand as short name, name and identifier of offices,
as reason of measures and as text of events of one small town.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from towns import Place, build, event

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


OFFICES = tuple(f'{number}, Straße/Süd "A" & 100 % + #{"x" * number * 8}' for number in range(len(PAYLOADS)))


def town(folder: Path) -> Path:
    """A town of these names; the data folder."""
    names = dict(zip(OFFICES, PAYLOADS, strict=True))
    places = {
        office: Place(incidents=(12, 9), treated=number % 4 == 0 or number < 4)
        for number, office in enumerate(OFFICES)
    }
    events = [event(date(2019, 5, 6), office, "SONST", text=name) for office, name in names.items()]
    return build(folder, places, events=events, names=names)
