#!/usr/bin/env bash
# fastify 5.12.8 (npm): a missing count that comes in or goes out is 0, and a 0 that comes in is a missing count.
#
# Expected: a body is checked against its schema: null is no integer and is refused, as Ajv alone does; where null or a number are allowed 0
#   stays 0. An answer with a schema says what the handler gave it.
# Seen: {"incidents": null} passes as 0, {"safe": null} as false, {"remark": null} as an empty text. With anyOf, as zod and TypeBox
#   write "or missing", null arrives as 0 in the order integer, null, and 0 arrives as null in the order null, integer. With type ["integer", "null"] both stay.
#   Going out, null is 0, false or "", 7.75 hours in an integer are 7, and what has no schema is left out. Status 200, no message.
#   In part documented (coerceTypes is named; the table is Ajv's); issue 6411 (open), fastify/help 348, fast-json-stringify 130 and 401.
# Who is hurt: services that take in or hand out counts: who did not report had no incidents, and who had none did not report.
# What to do: type ["integer", "null"] in bodies and answers; ajv: { customOptions: { coerceTypes: false } }; read both back once.
# Pinned: fastify==5.12.8 (npm), ajv==8.20.0 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" fastify@5.12.8 ajv@8.20.0 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const Ajv = require('ajv');
const Fastify = require('fastify');
const count = { type: 'integer' };
const nothing = { type: 'null' };
const schema = {
  type: 'object',
  required: ['incidents'],
  properties: { incidents: count, safe: { type: 'boolean' }, remark: { type: 'string' } },
};
const orMissing = {
  'null or integer': { anyOf: [nothing, count] },
  'integer or null': { anyOf: [count, nothing] },
  'list of types': { type: ['integer', 'null'] },
};
(async () => {
  const service = Fastify();
  service.post('/report', { schema: { body: schema } }, async (request) => JSON.stringify(request.body));
  for (const name of Object.keys(orMissing)) {
    const body = { type: 'object', properties: { incidents: orMissing[name] } };
    service.post(`/${name.replace(/ /g, '-')}`, { schema: { body } }, async (request) => JSON.stringify(request.body));
  }
  const row = { type: 'object', properties: { ...schema.properties, rate: { type: 'number' }, hours: count } };
  const rows = [
    { incidents: null, safe: null, remark: null, rate: null, hours: null, office: 'A' },
    { incidents: 3, safe: true, remark: 'x', rate: 0.5, hours: 7.75, office: 'B' },
  ];
  service.get('/rows', { schema: { response: { 200: { type: 'array', items: row } } } }, async () => rows);
  const ask = async (url, payload) => {
    const answer = await service.inject(payload ? { method: 'POST', url, payload } : url);
    console.log(url.padEnd(22), payload ? `${JSON.stringify(payload)} -> ` : '', answer.statusCode, answer.body);
    assert.strictEqual(answer.statusCode, 200);
    return JSON.parse(answer.body);
  };
  const missing = { incidents: null, safe: null, remark: null };
  console.log('Ajv alone takes it:', new Ajv().validate(schema, missing));
  assert.strictEqual(new Ajv().validate(schema, missing), false);
  assert.deepStrictEqual(await ask('/report', missing), { incidents: 0, safe: false, remark: '' });
  const seen = {};
  for (const name of Object.keys(orMissing)) {
    const url = `/${name.replace(/ /g, '-')}`;
    seen[name] = [(await ask(url, { incidents: 0 })).incidents, (await ask(url, { incidents: null })).incidents];
  }
  assert.deepStrictEqual(seen, { 'null or integer': [null, null], 'integer or null': [0, 0], 'list of types': [0, null] });
  assert.deepStrictEqual(await ask('/rows'), [
    { incidents: 0, safe: false, remark: '', rate: 0, hours: 0 },
    { incidents: 3, safe: true, remark: 'x', rate: 0.5, hours: 7 },
  ]);
})().catch((error) => {
  console.log(error.message);
  process.exit(1);
});
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
