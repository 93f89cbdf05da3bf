#!/usr/bin/env bash
# @sinclair/typebox 0.34.52 and typebox 1.4.3 (npm): 7.75 hours pass as the whole number 7, and what was not reported is 0.
#
# Expected: Value.Parse with Type.Integer refuses 7.75, as Value.Check, Ajv, zod and valibot do: parsing says what does not fit.
# Seen: in 0.34 Parse gives 7, for "7.75", too; 8.9 passes a maximum of 8 as 8, -0.5 is 0, true is 1: of 7.75, 8.25, -0.5 and 0.75
#   hours 15 are left of 16.25. Type.Date takes "2019" for a moment of 1 January 1970. In 1.4 Parse refuses all of that, and Value.Decode
#   gives 7, whose Check of the same value is false, Value.Convert 7, and 0 for null and for an empty text, which 0.34 left as they were.
#   No message. That Parse converts is documented, that conversion cuts off is not; nothing found upstream.
# Who is hurt: services and forms for hours and counts with TypeBox (Elysia, Fastify): hours are cut off by the quarter, missing counts
#   are none after the step to 1.x.
# What to do: Value.Assert before anything is converted; Type.Number with multipleOf for hours.
# Pinned: @sinclair/typebox==0.34.52 (npm), typebox==1.4.3 (npm), zod==4.6.7 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" @sinclair/typebox@0.34.52 typebox@1.4.3 zod@4.6.7 >/dev/null
cat >run.mjs <<'JS'
import assert from 'node:assert';
import * as oldBox from '@sinclair/typebox';
import { Value as OldValue } from '@sinclair/typebox/value';
import * as newBox from 'typebox';
import { Value as NewValue } from 'typebox/value';
import { z } from 'zod';
const HOURS = [7.75, 8.25, -0.5, 0.75];
const attempt = (what) => {
  try {
    return what();
  } catch {
    return 'refused';
  }
};
const of = (name, read) => {
  const seen = [...HOURS, '7.75', true, null, ''].map((value) => attempt(() => read(value)));
  console.log(name.padEnd(26), JSON.stringify(seen));
  return JSON.parse(JSON.stringify(seen));
};
const whole = oldBox.Type.Integer();
const parsed = of('0.34 Parse', (value) => OldValue.Parse(whole, value));
const converted = of('0.34 Convert', (value) => OldValue.Convert(whole, value));
const newWhole = newBox.Type.Integer();
const refused = of('1.4 Parse', (value) => NewValue.Parse(newWhole, value));
const decoded = of('1.4 Decode', (value) => NewValue.Decode(newWhole, value));
const anew = of('1.4 Convert', (value) => NewValue.Convert(newWhole, value));
const others = of('zod', (value) => z.int().parse(value));
const atMost = OldValue.Parse(oldBox.Type.Integer({ maximum: 8 }), 8.9);
const year = OldValue.Parse(oldBox.Type.Date(), '2019').toISOString();
const checks = [OldValue.Check(whole, 7.75), NewValue.Check(newWhole, 7.75)];
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);
console.log('8.9 with a maximum of 8:', atMost, '| "2019" as a date:', year, '| Check of 7.75:', checks.join(' '));
console.log('hours in all:', sum(HOURS), 'after Parse', sum(parsed.slice(0, 4)));
const no = 'refused';
assert.deepStrictEqual(parsed, [7, 8, 0, 0, 7, 1, no, no]);
assert.deepStrictEqual(converted, [7, 8, 0, 0, 7, 1, null, '']);
assert.deepStrictEqual([refused, others], [Array(8).fill(no), Array(8).fill(no)]);
assert.deepStrictEqual([decoded, anew], [[7, 8, 0, 0, 7, 1, 0, 0], [7, 8, 0, 0, 7, 1, 0, 0]]);
assert.deepStrictEqual([atMost, year, checks], [8, '1970-01-01T00:00:02.019Z', [false, false]]);
JS
node run.mjs || { echo "behaviour changed" && exit 1; }
