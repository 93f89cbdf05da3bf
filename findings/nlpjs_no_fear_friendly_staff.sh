#!/usr/bin/env bash
# @nlpjs/sentiment and @nlpjs/lang-de 4.26.1 (npm): after a "kein" or "nicht" everything to the end of the answer is turned round.
#
# Expected: a negation turns the word or the sentence that it belongs to; the order of two sentences does not matter.
# Seen: "Die Mitarbeiter sind freundlich. Ich habe keine Angst." is positive, the same two sentences the other way round are
#   negative: the negation goes on over comma and full stop. "Ich warte nicht lange" before a praise makes it blame. "stört
#   mich nicht" is as negative as "stört mich": the word before the negation is left. No message; the manual says only that
#   German has negations; nothing upstream found.
# Who is hurt: remarks of surveys: praise in long answers counts as blame, most of all "kein Problem, …" and "nicht lange, …".
# What to do: one sentence at a time, a sample read by people.
# Pinned: @nlpjs/core==4.26.1, @nlpjs/sentiment==4.26.1, @nlpjs/lang-de==4.26.1 (npm)
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix "$dir" \
  @nlpjs/core@4.26.1 @nlpjs/sentiment@4.26.1 @nlpjs/lang-de@4.26.1 >/dev/null
cat >run.cjs <<'JS'
const assert = require('assert');
const { containerBootstrap } = require('@nlpjs/core');
const { LangDe } = require('@nlpjs/lang-de');
const { SentimentAnalyzer } = require('@nlpjs/sentiment');
const expected = {
  'Die Mitarbeiter sind freundlich. Ich habe keine Angst.': 'positive',
  'Ich habe keine Angst. Die Mitarbeiter sind freundlich.': 'negative',
  'Die Mitarbeiter sind freundlich.': 'positive',
  'Ich habe keine Angst.': 'positive',
  'Die Mitarbeiter sind freundlich und hilfsbereit, ich warte nicht lange.': 'positive',
  'Ich warte nicht lange, die Mitarbeiter sind freundlich und hilfsbereit.': 'negative',
  'Die Kontrolle stört mich.': 'negative',
  'Die Kontrolle stört mich nicht.': 'negative',
};
(async () => {
  const container = await containerBootstrap();
  container.use(LangDe);
  const analyzer = new SentimentAnalyzer({ container });
  const seen = {};
  for (const utterance of Object.keys(expected)) {
    const { sentiment } = await analyzer.process({ utterance, locale: 'de' });
    console.log(sentiment.vote, sentiment.score.toFixed(3), utterance);
    seen[utterance] = sentiment.vote;
  }
  assert.deepStrictEqual(seen, expected);
})().catch((error) => {
  console.log(error.message);
  process.exit(1);
});
JS
node run.cjs || { echo "behaviour changed" && exit 1; }
