#!/usr/bin/env bash
# rss-parser 3.13.0 (npm): a corrected entry of an Atom feed carries the day of its first release and nothing else.
#
# Expected: an entry with published and updated (the latter required by Atom: the last change that matters) has both, or at
#   least the later one, so that "what changed since yesterday" finds a correction; feedparser 6.0.14 (Python) has both.
# Seen: pubDate and isoDate are those of published, updated is in no field of the item; an entry without published has
#   updated there. For the feed itself updated becomes lastBuildDate (README), for the entries nothing is said.
#   (Upstream issues 62 and 63: from 3.4.1 on published is taken; before, updated.)
# Who is hurt: newsrooms and council pages that follow a city's feed of figures: a correction of 20 February stays at
#   23 January, below what has been read; the wrong number goes on being quoted.
# What to do: customFields: { item: ["updated"] }; who publishes: a new entry for every correction.
# Pinned: rss-parser==3.13.0 (npm), feedparser==6.0.14 (PyPI)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check feedparser==6.0.14
npm install --silent --no-audit --no-fund --prefix "$dir" rss-parser@3.13.0 >/dev/null
cd "$dir"
cat >feed.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>urn:x:feed</id><title>Zahlen</title><updated>2020-02-20T09:00:00Z</updated>
  <entry><id>urn:x:12</id><title>Zahl 12 (korrigiert)</title>
    <published>2020-01-23T09:00:00Z</published><updated>2020-02-20T09:00:00Z</updated></entry>
  <entry><id>urn:x:13</id><title>Zahl 13</title><updated>2020-02-20T09:00:00Z</updated></entry>
</feed>
XML
cat >run.cjs <<'JS'
const assert = require('assert');
const Parser = require('rss-parser');
const xml = require('fs').readFileSync('feed.xml', 'utf8');
(async () => {
  const { items } = await new Parser().parseString(xml);
  const asked = await new Parser({ customFields: { item: ['updated'] } }).parseString(xml);
  const since = items.filter((one) => one.isoDate >= '2020-02-01').map((one) => one.title);
  console.log('fields of the corrected entry', JSON.stringify(items[0]));
  console.log('changed since 1 February:', since.join(', '), '| asked for:', asked.items[0].updated);
  assert.deepStrictEqual(since, ['Zahl 13']);
  assert.ok(!JSON.stringify(items[0]).includes('2020-02'));
  assert.strictEqual(asked.items[0].updated, '2020-02-20T09:00:00Z');
})().catch((error) => { console.error(error); process.exit(1); });
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
venv/bin/python -B - <<'PY'
import feedparser

first = feedparser.parse("feed.xml").entries[0]
print("feedparser:", first.published, first.updated)
assert first.updated.startswith("2020-02-20")
PY
