#!/usr/bin/env bash
# docxtpl 0.20.2 (PyPI): a suppressed count "<5" comes out of a Word template as "5".
#
# Expected: a value with a sign that XML knows stands in the document as it is, or the file is refused; python-docx 1.2.0, on
#   which it is built, writes "<5".
# Seen: the sign is gone and the rest stays: "<5" is 5, "p < 0,05" is p 0,05, "3 & 4" is 3 4; ">5" stays ">5". The file opens
#   without a complaint, nothing is logged. (In 2016 it was an error: issue 38. Documented under "Escaping", where damage to
#   the file is feared, not another number; issues 447, closed with "use autoescape", and 557, open.)
# Who is hurt: reports from templates with small counts hidden: "fewer than five" becomes exactly five, in every such cell.
# What to do: render(context, autoescape=True), and read one finished report back; or write "unter 5".
# Pinned: docxtpl==0.20.2, python-docx==1.2.0
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    docxtpl==0.20.2 python-docx==1.2.0
cd "$dir"
cat >run.py <<'PY'
import docx
import docxtpl

VALUES = ["<5", "< 5", ">5", "p < 0,05", "3 & 4"]

document = docx.Document()
document.add_paragraph("{{ value }} Vorfälle")
document.save("template.docx")


def rendered(value, **options):
    """What a reader of the finished document sees."""
    template = docxtpl.DocxTemplate("template.docx")
    template.render({"value": value}, **options)
    template.save("report.docx")
    return docx.Document("report.docx").paragraphs[0].text.removesuffix(" Vorfälle")


seen = [rendered(one) for one in VALUES]
asked = [rendered(one, autoescape=True) for one in VALUES]
plain = docx.Document()
plain.add_paragraph(VALUES[0])
plain.save("plain.docx")
print("written          ", VALUES)
print("plain render     ", seen)
print("autoescape=True  ", asked)
assert [one.replace("  ", " ").strip() for one in seen] == ["5", "5", ">5", "p 0,05", "3 4"]
assert asked == VALUES
assert docx.Document("plain.docx").paragraphs[0].text == VALUES[0]
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
