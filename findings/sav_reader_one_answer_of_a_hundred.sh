#!/usr/bin/env bash
# sav-reader 2.0.8 (npm) with files of pyreadstat 1.3.7: of 100 answers one is read, or all, and then no answer is the lowest answer.
#
# Expected: all rows of an SPSS file, whichever way it is stored, and an empty answer as null.
# Seen: of a file with compressed rows (row_compress=True) the first row alone, while the header says 100; pyreadstat reads
#   all. The file fills up a row with the code 0, which PSPP's description of the format calls "ignored". Of an uncompressed
#   file (pyreadstat's default) all rows, and an empty answer is the number -1.7976931348623157e+308: a filter "at most 2"
#   finds it (55 instead of 30), the mean is -Infinity. Files compressed with ZLIB are refused. No message; README without a
#   word on either; nothing upstream found.
# Who is hurt: pages that read survey waves themselves: who did not answer "agrees not at all", or a wave is one person.
# What to do: compare the rows with meta.header.n_cases, take out what is below every code, or read with pyreadstat.
# Pinned: sav-reader==2.0.8 (npm), pyreadstat==1.3.7, pandas==3.1.1
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv --without-pip "$dir/venv"
python3 -m pip --python "$dir/venv/bin/python" install -q --no-compile --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" sav-reader@2.0.8 >/dev/null
cat >write.py <<'PY'
import pandas
import pyreadstat

answers = pandas.DataFrame({"agree": [place % 5 + 1 if place % 4 else None for place in range(100)]})
for name, options in (("plain.sav", {}), ("rows.sav", {"row_compress": True})):
    pyreadstat.write_sav(answers, name, **options)
    back = pyreadstat.read_sav(name)[0].agree
    print(name, "read by pyreadstat:", len(back), "rows, empty", back.isna().sum(), "at most 2:", (back <= 2).sum())
    assert back.equals(answers.agree)
PY
cat >run.cjs <<'JS'
const assert = require('assert');
const { readFileSync } = require('fs');
const { SavBufferReader } = require('sav-reader');
(async () => {
  const seen = [];
  for (const name of ['plain.sav', 'rows.sav']) {
    const reader = new SavBufferReader(readFileSync(name));
    await reader.open();
    const found = (await reader.readAllRows()).map((row) => row.agree ?? null);
    const low = found.filter((code) => code !== null && code <= 2).length;
    const mean = found.reduce((sum, code) => sum + code, 0) / found.length;
    console.log(name, 'header', reader.meta.header.n_cases, 'rows', found.length, 'first', found.slice(0, 3), 'at most 2:', low, 'mean', mean);
    seen.push([reader.meta.header.n_cases, found.length, found.filter((code) => code === null).length, low]);
  }
  assert.deepStrictEqual(seen[0], [100, 100, 0, 55]);
  assert.deepStrictEqual(seen[1].slice(0, 2), [100, 1]);
})().catch((error) => {
  console.log(error.message);
  process.exit(1);
});
JS
{ venv/bin/python -B -W ignore write.py && node run.cjs; } || { echo "behaviour changed" && exit 1; }
