#!/usr/bin/env bash
# vega-lite 6.4.3 with vega 6.4.0 (npm): from a CSV file the right heights, and a wrong order and a wrong maximum in the same chart.
#
# Expected: a field that the chart calls quantitative is a number everywhere in the chart; if not, the automatic reading of the
#   format (parse "auto") makes it one and leaves names alone.
# Seen: bars of 10, 9 and 100 are drawn right, but in a transform the same field is text: rank by falling count gives 9 the
#   first place and 10 the last, so "the two largest" leaves a large office out; "+ 1" makes 101, 91 and 1001; the largest is
#   9. The same rows written into the chart are right. With "auto" the counts are numbers, but "Jobcenter 1" is the first of January
#   2001, "04.03.2019" the third of April and the postcode 01067 is 1067. No message. Upstream: issues 9138, 4988 and 3281
#   (closed; the manual of aggregate says to state types), of "auto" datalib 95 (open).
# Who is hurt: Altair and Vega-Lite over an address of open data: "the two offices with most incidents" are the wrong ones.
# What to do: format.parse with a type for every field.
# Pinned: vega==6.4.0, vega-lite==6.4.3 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" vega@6.4.0 vega-lite@6.4.3 >/dev/null
cat >counts.csv <<'CSV'
office,count
Jobcenter 1,10
Jobcenter 2,9
Jobcenter 12,100
CSV
cat >run.mjs <<'JS'
import assert from 'assert';
import * as vega from 'vega';
import { compile } from 'vega-lite';
const rows = [10, 9, 100].map((count, place) => ({ office: `Jobcenter ${[1, 2, 12][place]}`, count }));
const drawn = async (data, transform, field) => {
  const encoding = { x: { field: 'office', type: 'nominal' }, y: { field: 'count', type: 'quantitative' } };
  if (field) encoding.y.field = field;
  const { spec } = compile({ data, transform, mark: 'bar', encoding });
  const loader = vega.loader({ baseURL: `${process.cwd()}/`, mode: 'file' });
  const view = await new vega.View(vega.parse(spec), { renderer: 'none', loader, logLevel: vega.Error }).runAsync();
  return view.data(spec.marks[0].from.data);
};
const rank = [{ window: [{ op: 'rank', as: 'rank' }], sort: [{ field: 'count', order: 'descending' }] }];
const top = [...rank, { filter: 'datum.rank <= 2' }];
const more = [{ calculate: 'datum.count + 1', as: 'more' }];
const largest = [{ aggregate: [{ op: 'max', field: 'count', as: 'largest' }] }];
const answers = async (data) => ({
  heights: (await drawn(data, [])).map((row) => row.count_end - row.count_start),
  ranks: (await drawn(data, rank)).map((row) => row.rank),
  top: (await drawn(data, top)).map((row) => row.office),
  more: (await drawn(data, more, 'more')).map((row) => Number(row.more)),
  largest: (await drawn(data, largest, 'largest')).map((row) => Number(row.largest)),
});
const right = { heights: [10, 9, 100], ranks: [2, 3, 1], top: ['Jobcenter 1', 'Jobcenter 12'], more: [11, 10, 101], largest: [100] };
const file = await answers({ url: 'counts.csv' });
const typed = await answers({ url: 'counts.csv', format: { type: 'csv', parse: { count: 'number' } } });
const inline = await answers({ values: rows });
const other = 'office,day,postcode\nJobcenter 1,04.03.2019,01067\nJobcenter 2,05.03.2019,09111';
const [auto] = vega.read(other, { type: 'csv', parse: 'auto' });
console.log('file  ', JSON.stringify(file));
console.log('inline', JSON.stringify(inline));
console.log('auto  ', new Date(auto.office).toISOString(), new Date(auto.day).toISOString(), auto.postcode);
assert.deepStrictEqual([inline, typed], [right, right]);
const wrong = { ranks: [3, 1, 2], top: ['Jobcenter 2', 'Jobcenter 12'], more: [101, 91, 1001], largest: [9] };
assert.deepStrictEqual(file, { heights: [10, 9, 100], ...wrong });
assert.deepStrictEqual(auto, { office: Date.UTC(2001, 0, 1), day: Date.UTC(2019, 3, 3), postcode: 1067 });
JS
TZ=UTC node run.mjs || { echo "behaviour changed" && exit 1; }
