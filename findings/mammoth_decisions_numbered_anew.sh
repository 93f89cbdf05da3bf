#!/usr/bin/env bash
# mammoth 1.13.0 (PyPI): a numbered list of a Word file begins anew at 1 after every paragraph in between.
#
# Expected: points 1 and 2, a sentence, points 3 and 4 of one list (one w:numId) keep their numbers in HTML and Markdown;
#   what cannot be kept is among the messages, as an unknown style is.
# Seen: 1, 2, the sentence, then 1 and 2 again; no message. Without the sentence 1 to 4.
#   Known: issues 27 (2017, "unfortunately not") and 413 upstream; the README says nothing of it.
# Who is hurt: council papers put on a page or into a search index (converters to Markdown are built on it): "the council
#   follows point 3" points to nothing or to another decision.
# What to do: pandoc (keeps them), or write numbers of decisions as text.
# Pinned: mammoth==1.13.0, python-docx==1.2.0 (writes the file)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    mammoth==1.13.0 python-docx==1.2.0
cd "$dir"
cat >run.py <<'PY'
import re

import docx
import mammoth


def convert(*texts):
    """The numbers that a reader of the Markdown sees, and the messages; a text with a star is a point of the list."""
    document = docx.Document()
    style = document.styles["List Number"].element.pPr.numPr.numId.val  # the list of decimal numbers in the template
    for text in texts:
        paragraph = document.add_paragraph(text.strip("*"))
        if text.endswith("*"):
            number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            number.get_or_add_ilvl().val, number.get_or_add_numId().val = 0, style
    document.save("in.docx")
    with open("in.docx", "rb") as file:
        found = mammoth.convert_to_markdown(file)
    return [int(one) for one in re.findall(r"^(\d+)\.", found.value, re.MULTILINE)], found.messages


points = ["Kenntnis*", "Verlängerung*", "Mittel*", "Bericht*"]
whole = convert(*points)
parted = convert(*points[:2], "Zu 2 wird beraten.", *points[2:])
print("four points in a row    ", *whole)
print("1, 2, a sentence, 3, 4  ", *parted)
assert whole == ([1, 2, 3, 4], [])
assert parted == ([1, 2, 1, 2], [])
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
