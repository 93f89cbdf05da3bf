#!/usr/bin/env bash
# survey-core 3.1.1 (SurveyJS, npm): in a score of three questions the one left open counts as 0 points.
#
# Expected: ({safe} + {calm} + {welcome}) / 3 has no value as long as one of them is open, as in forms of ODK, or leaves it out, as avg() of the
#   same library does; a difference of two answers of which one is open has none.
# Seen: who is as content as can be and leaves one question open has 3.33 points of 5 instead of 5; who answers one of three 1.67, who answers
#   none 0 on a scale that begins at 1. "After minus before" without an answer before is the whole 4 points, without one after -4, without
#   both 0, no change. avg() is 5. A comparison with an open question is never true: {calm} < 3 and {calm} >= 3 are both false. No message.
#   The manual of expressions does not say it; nothing found upstream on arithmetic.
# Who is hurt: indices computed in the questionnaire: long waves, in which more is left open, are less content.
# What to do: avg({safe}, {calm}, {welcome}) or iif({calm} notempty, …); compute indices from the answers, not in the form.
# Pinned: survey-core==3.1.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" survey-core@3.1.1 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const { Model } = require('survey-core');
const rating = (name) => ({ type: 'rating', name, rateMin: 1, rateMax: 5 });
const computed = {
  score: '({safe} + {calm} + {welcome}) / 3',
  mean: 'avg({safe}, {calm}, {welcome})',
  change: '{after} - {before}',
  product: '{after} * {before}',
  low: "iif({calm} < 3, 'low', 'not low')",
  high: "iif({calm} >= 3, 'high', 'not high')",
};
const filled = (answers) => {
  const survey = new Model({
    elements: [
      ...['safe', 'calm', 'welcome', 'before', 'after'].map(rating),
      ...Object.entries(computed).map(([name, expression]) => ({ type: 'expression', name, expression })),
    ],
  });
  for (const [name, value] of Object.entries(answers)) survey.setValue(name, value);
  survey.doComplete();
  const seen = Object.keys(computed).map((name) => {
    const value = survey.data[name];
    return typeof value === 'number' ? Math.round(100 * value) / 100 : (value ?? null);
  });
  console.log(JSON.stringify(answers).padEnd(42), Object.keys(computed).map((name, place) => `${name} ${seen[place]}`).join(', '));
  return seen;
};
assert.deepStrictEqual(filled({ safe: 5, calm: 5, welcome: 5 }).slice(0, 2), [5, 5]);
assert.deepStrictEqual(filled({ safe: 5, welcome: 5 }), [3.33, 5, 0, 0, 'not low', 'not high']);
assert.deepStrictEqual(filled({ safe: 5 }).slice(0, 2), [1.67, 5]);
const none = filled({ after: 4 });
assert.deepStrictEqual([none[0], ...none.slice(2, 4)], [0, 4, 0]);
assert.deepStrictEqual(filled({ before: 4 }).slice(2, 4), [-4, 0]);
JS
TZ=Europe/Berlin node run.cjs || { echo "behaviour changed" && exit 1; }
