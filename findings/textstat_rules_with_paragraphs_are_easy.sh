#!/usr/bin/env bash
# textstat 0.7.13 (PyPI), language German: every point ends a sentence, so that the more paragraphs and dates a text names the easier it is.
#
# Expected: a measure of readability does not depend on whether a date is written "4. März" or "vierten März"; a sentence with
#   "§ 3 Abs. 2 Nr. 4" is one sentence.
# Seen: one rule of 26 words has a Flesch value of 46 and LIX 57 (hard) with its numbers in words, 78 and LIX 30 (easy) as an office writes
#   it: four sentences. Parts of up to two words are not counted as sentences, their words are. A figure is one
#   syllable, "2019" as well: two short sentences gain 7 points by a date each. No message.
#   Of German nothing found upstream; issues 77 and 218 speak of abbreviations.
# Who is hurt: press offices that measure plain language: the text with most paragraphs wins; before and after a rewriting in words it gets worse.
# What to do: write numbers and abbreviations without points before measuring, and look at sentence_count.
# Pinned: textstat==0.7.13, pyphen==0.18.1, nltk==3.10.4
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check textstat==0.7.13 pyphen==0.18.1 nltk==3.10.4
cd "$dir"
cat >run.py <<'PY'
import textstat

textstat.set_lang("de")
TEXTS = {
    "rule, as written": "Personen, die das Gebäude betreten, werden gemäß § 3 Abs. 2 Nr. 4 der Hausordnung vom 4. März auf Gegenstände"
    " i. S. d. Anlage 1 überprüft.",
    "rule, in words": "Personen, die das Gebäude betreten, werden gemäß Paragraf drei Absatz zwei Nummer vier der Hausordnung vom vierten März"
    " auf Gegenstände im Sinne der Anlage eins überprüft.",
    "dates, as written": "Der Ausschuss tagt am 4. März. Die Verwaltung berichtet über alle Vorfälle seit dem 1. Mai.",
    "dates, in words": "Der Ausschuss tagt am vierten März. Die Verwaltung berichtet über alle Vorfälle seit dem ersten Mai.",
}
seen = {}
for name, text in TEXTS.items():
    sentences, flesch, lix = textstat.sentence_count(text), textstat.flesch_reading_ease(text), textstat.lix(text)
    seen[name] = (sentences, round(flesch), round(lix))
    print(f"{name:18} sentences {sentences}, Flesch {flesch:.1f}, LIX {lix:.1f}, Vienna formula {textstat.wiener_sachtextformel(text, 1):.1f}")
assert seen == {
    "rule, as written": (4, 78, 30), "rule, in words": (1, 46, 57),
    "dates, as written": (2, 84, 33), "dates, in words": (2, 77, 39),
}, seen
PY
venv/bin/python -B -W ignore run.py || { echo "behaviour changed" && exit 1; }
