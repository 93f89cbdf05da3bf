"""What looks like a person is refused by its place, not its content; what merely resembles it is not."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import WriteCsv, cleaned, good

from einlass.ingest.clean.personal import looks_personal
from einlass.ingest.parse import Parsed, parse

PERSONAL = [
    "Herr Müller",
    "Frau Öztürk-Schmidt",
    "vertreten durch Dr. Anna",
    "Prof. Dr. Weber",
    "Familie Yılmaz",
    "Hr. Meier, Zimmer 3",
    "anna.beispiel@stadt.example",
    "0208 455-1234",
    "Rückruf +49 208 4551234",
    "Tel. 4551",
    "MH-AB 123",
    "Kennzeichen E-XY1234",
    "Az. 32.4-123/2019",
    "Aktenzeichen: 4711/19",
    "12 Js 345/19",
]
HARMLESS = [
    "Haupteingang Süd",
    "Sicherheitsdienst A",
    "Leineweberstr. 18-20",
    "Dr.-Ruhr-Straße 3",
    "Frauenbeauftragte",
    "Herrenhaus Nord",
    "Zimmer 208",
    "2,5 Stunden am 05.03.2019",
    "05.03.2019 07:30",
    "Wie sicher fühlen Sie sich (1 gar nicht, 5 völlig)?",
    "BSP-AUSL",
    "Raum B-12",
    "de|en|tr|ar",
    "Schutz von Publikum und Beschäftigten",
    "Azubi-Tag 2019",
    "1.234.567,89",
]


@pytest.mark.parametrize("cell", PERSONAL)
def test_what_looks_like_a_person_is_known(cell: str) -> None:
    assert looks_personal(pa.array([cell]))[0].as_py()


@pytest.mark.parametrize("cell", HARMLESS)
def test_what_is_none_passes(cell: str) -> None:
    assert not looks_personal(pa.array([cell]))[0].as_py()


@pytest.mark.parametrize("cell", ["BSP-M1", "K-A1", "V-2019-000123", "0020012345678", "S1"])
def test_identifiers_may_look_like_plates_and_phones(cell: str) -> None:
    assert not looks_personal(pa.array([cell]), is_identifier=True)[0].as_py()


def test_a_link_may_hold_digits_but_no_address() -> None:
    cells = pa.array(["https://stadt.example/presse/020845512345", "mailto:a@b.example"])
    assert looks_personal(cells, is_link=True).to_pylist() == [False, True]


def test_the_report_gives_the_place_and_never_the_content(write_csv: WriteCsv, tmp_path: Path) -> None:
    rows = [
        good("checks", eingang="Herr Geheim"),
        good("checks", kontroll_id="K2", quelle="0208 4551234"),
        good("checks", kontroll_id="K3", personen_kontrolliert="Frau Geheim"),
        good("checks", kontroll_id="K4"),
    ]
    path = write_csv("kontrollen.csv", rows)
    _, result = cleaned(path, {"offices": {"D1"}})
    places = [(reject.row, reject.column, reject.value, reject.reason) for reject in result.rejects]
    assert places == [
        (2, "eingang", "", "reason.personal"),
        (3, "quelle", "", "reason.personal"),
        (4, "personen_kontrolliert", "", "reason.personal"),
    ]
    parse(path, tmp_path / "0")
    report = Parsed.load(tmp_path / "0").report
    left = json.dumps(report.to_json()) + "".join(
        p.read_bytes().decode("latin-1") for p in tmp_path.glob("0.*")
    )
    assert "Geheim" not in left
    assert "4551234" not in left
