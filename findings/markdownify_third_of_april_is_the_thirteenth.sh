#!/usr/bin/env bash
# markdownify 1.2.3 (PyPI): "3. April 2019" in a page is "13. April 2019" after its way through Markdown.
#
# Expected: text of a page is escaped where Markdown would take it for something else (as it does with stars and underscores), so
#   the paragraphs "12. März 2019: Beginn" and "3. April 2019: Ende" come back as they were; html2text 2025.4.15 writes "12\.".
# Seen: the points are left bare; a reader of CommonMark (markdown-it-py 4.0.0) makes a list of both, which starts at 12 and goes
#   on counting: 12. März, 13. April. A single one stays right on the page, but its day is no longer in the text. The option
#   escape_misc=True writes "12\." and mends it (README: "miscellaneous punctuation", off; pull request 118). That a list
#   counts on from its first number is documented in CommonMark.
# Who is hurt: chronicles and press pages in German, where a line starts with the day, turned into Markdown for search, for a
#   language model or for another page: days move, and a later one in the list always lies after the one before it.
# What to do: escape_misc=True; write "am 3. April" or 2019-04-03 at the start of a line.
# Pinned: markdownify==1.2.3, markdown-it-py==4.0.0, html2text==2025.4.15
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check \
    markdownify==1.2.3 markdown-it-py==4.0.0 html2text==2025.4.15
cd "$dir"
cat >run.py <<'PY'
import re

import html2text
from markdown_it import MarkdownIt
from markdownify import markdownify

PAGE = "<p>12. März 2019: Beginn</p><p>3. April 2019: Ende</p>"


def shown(text):
    """The lines that a reader of the page made from Markdown sees; a browser counts the points of a list."""
    page = MarkdownIt().render(text)
    start = re.search(r'<ol start="(\d+)">', page)
    lines = [one for one in re.sub(r"<[^>]+>", "", page).split("\n") if one]
    return [f"{int(start[1]) + row}. {line}" for row, line in enumerate(lines)] if start else lines


before = re.findall(r"<p>(.*?)</p>", PAGE)
plain, asked, other = markdownify(PAGE), markdownify(PAGE, escape_misc=True), html2text.html2text(PAGE)
for name, text in (("markdownify", plain), ("escape_misc=True", asked), ("html2text", other)):
    print(f"{name:<17}", repr(text.strip()), "->", shown(text))
print("stars and lines  ", markdownify("<p>5*3*2 und a_b_c</p>").strip())
assert shown(plain) == ["12. März 2019: Beginn", "13. April 2019: Ende"]
assert shown(asked) == shown(other) == before
assert markdownify("<p>5*3*2 und a_b_c</p>").strip() == r"5\*3\*2 und a\_b\_c"
PY
venv/bin/python -B run.py || { echo "behaviour changed" && exit 1; }
