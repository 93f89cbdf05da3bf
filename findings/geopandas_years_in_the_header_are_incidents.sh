#!/usr/bin/env bash
# geopandas 1.2.0 with pyogrio 0.13.0 (PyPI; GDAL 3.12.4): a header with years in it is a row of data, and the years are added up.
#
# Expected: the first row of "Amt,2018,2019" is the header, as in pandas, DuckDB and a spreadsheet, and the sum of 12 and 30 is 42.
# Seen: the columns are field_1, field_2, field_3 and the header is an office called "Amt" with 2018 incidents: the sum is 2060, with types
#   found out (AUTODETECT_TYPE=YES) a whole number. In quotes ("2018") right. A workbook with years in its first row likewise, Field1 to
#   Field3; a workbook that has only text has no header either, its first row is an office named "Amt" in "Ort". Below the first million
#   bytes what does not fit the type found is missing: 7.5 in a column of whole numbers is NaN (a warning, for the first).
#   QGIS and ogr2ogr read with the same library. Documented (HEADERS=AUTO) in the manual of GDAL, not in that of geopandas.
# Who is hurt: maps made from tables of the statistical office, one column a year: one "office" more, with the most incidents of all.
# What to do: HEADERS="YES" (CSV), HEADERS="FORCE" (XLSX, ODS); pandas for tables.
# Pinned: geopandas==1.2.0, pyogrio==0.13.0, openpyxl==3.1.5
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check geopandas==1.2.0 pyogrio==0.13.0 openpyxl==3.1.5
cd "$dir"
cat >run.py <<'PY'
from pathlib import Path

import geopandas
import openpyxl
import pandas
import pyogrio

print("GDAL", ".".join(map(str, pyogrio.__gdal_version__)))
ROWS = [["A", 12, 9], ["B", 30, 20]]


def written(name, header, rows=ROWS):
    if name.endswith(".csv"):
        quoted = [f'"{one}"' if isinstance(one, str) and one.isdigit() else str(one) for one in header]
        Path(name).write_text("\n".join(",".join(map(str, row)) for row in [quoted, *rows]) + "\n")
    else:
        book = openpyxl.Workbook()
        for row in [header, *rows]:
            book.active.append(row)
        book.save(name)
    return name


def read(name, **options):
    table = geopandas.read_file(name, **options)
    second = table.iloc[:, 1].tolist()
    print(f"{name:14} {str(options or ''):52} columns {list(table.columns)}, second column {second}")
    return table


years = written("years.csv", ["Amt", 2018, 2019])
plain = read(years)
typed = read(years, AUTODETECT_TYPE="YES")
told = read(years, AUTODETECT_TYPE="YES", HEADERS="YES")
quoted = read(written("quoted.csv", ["Amt", "2018", "2019"]), AUTODETECT_TYPE="YES")
book = read(written("years.xlsx", ["Amt", 2018, 2019]))
text = read(written("text.xlsx", ["Amt", "Ort"], [["A", "Mitte"], ["B", "Nord"]]))
right = pandas.read_csv(years)["2018"].sum()
print("sum of 2018:", typed.iloc[:, 1].sum(), "and in the workbook", book.iloc[:, 1].sum(), "- pandas:", right)
assert (len(plain), plain.iloc[0].tolist()) == (3, ["Amt", "2018", "2019"])
assert [int(one.iloc[:, 1].sum()) for one in (typed, book, told, quoted)] == [2060, 2060, 42, 42]
assert (right, len(text), list(text.columns)) == (42, 3, ["Field1", "Field2"])
Path("long.csv").write_text("Amt,n\n" + "".join(f"A,{number % 9}\n" for number in range(300_000)) + "B,7.5\nB,2\n")
late = pyogrio.read_dataframe("long.csv", AUTODETECT_TYPE="YES").tail(2)["n"].tolist()
print("below a million bytes, 7.5 and 2:", late)
assert str(late) == "[nan, 2.0]", late
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
