// SPDX-License-Identifier: Apache-2.0
// Measures every French text that a clerk can read, and checks the spelling of
// all texts in both languages. Usage: node words.mjs BUILD_FOLDER

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, sentences, syllables, words } from './readability.mjs';

const LIX_MOST = 40; // over the whole; Björnsson: 30 to 40 is easy
const KANDEL_MOLES_LEAST = 70; // over the whole; Flesch's scale: fairly easy
const SENTENCE_MOST = 20; // words

const here = path.dirname(fileURLToPath(import.meta.url));
const build = process.argv[2];
let failures = 0;

function fail(message) {
  failures += 1;
  console.log(`FAIL ${message}`);
}

const listed = (program) =>
  execFileSync(path.join(build, 'tests', program), { encoding: 'utf8', maxBuffer: 1 << 26 })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

// Of the agent, for clerks; of the coordinator, for its team.
const rows = [...listed('list_words'), ...listed('list_wording')];

// {names} are filled in with short values: a date, a number, a name.
const filled = (text) => text.replace(/\{[a-z_-]+\}/g, 'trois');

// The counter itself must not drift: its figures only compare with themselves.
for (const [word, count] of [['mairie', 2], ['ordinateur', 4], ['sauvegarde', 3], ['sécurité', 4], ['document', 3], ['prestataire', 3], ['aient', 1]]) {
  if (syllables(word) !== count) fail(`${word} has ${syllables(word)} syllables, not ${count}`);
}

// Both languages say something, with the same {names}.
const names = (text) => [...text.matchAll(/\{[a-z_-]+\}/g)].map((m) => m[0]).sort().join();
for (let i = 0; i < rows.length; i += 2) {
  const [fr, en] = [rows[i], rows[i + 1]];
  if (!fr.text || !en.text) fail(`${fr.place} has no words in one language`);
  if (names(fr.text) !== names(en.text)) fail(`${fr.place} has other {names} in English`);
}

// What lies beside the program of Windows, to be read before it is started.
const beside = readFileSync(path.join(here, '../../packaging/windows/LISEZMOI.html'), 'utf8').replace(/<!--.*?-->/gs, '');
const inside = beside.slice(beside.indexOf('<main>'), beside.indexOf('</section>')).split(/<section lang="en"[^>]*>/);
inside.forEach((part, i) => {
  for (const text of part.replace(/<\/?strong>/g, '').replace(/<img [^>]*alt="([^"]*)"[^>]*>/g, '<p>$1</p>').split(/<[^>]*>/)) {
    if (text.trim()) rows.push({ reader: 'clerk', place: 'LISEZMOI.html', lang: i ? 'en' : 'fr', text: text.trim() });
  }
});
if (inside.length !== 2) fail('LISEZMOI.html is not in two languages');

// Plain language.
const clerk = rows.filter((row) => row.reader === 'clerk' && row.lang === 'fr');
const whole = measure(clerk.map((row) => filled(row.text)).join('\n'));
console.log(
  `French for clerks: ${whole.words} words, ${whole.sentences} sentences, longest ${whole.longest}, ` +
    `Kandel-Moles ${whole.kandelMoles.toFixed(1)} (at least ${KANDEL_MOLES_LEAST}), ` +
    `LIX ${whole.lix.toFixed(1)} (at most ${LIX_MOST})`,
);
if (whole.lix > LIX_MOST) fail('the whole is too hard by LIX');
if (whole.kandelMoles < KANDEL_MOLES_LEAST) fail('the whole is too hard by Kandel and Moles');
for (const row of clerk) {
  for (const sentence of sentences(filled(row.text))) {
    const count = words(sentence).length;
    if (count > SENTENCE_MOST) fail(`${row.place} has a sentence of ${count} words: ${sentence}`);
  }
}

// The coordinator's team works with it every day: plain all the same.
const team = rows.filter((row) => row.reader === 'team' && row.lang === 'fr');
const screens = measure(team.map((row) => filled(row.text)).join('.\n'));
console.log(`French for the team: ${screens.words} words, Kandel-Moles ${screens.kandelMoles.toFixed(1)}, LIX ${screens.lix.toFixed(1)} (at most ${LIX_MOST})`);
if (screens.lix > LIX_MOST) fail('the screens are too hard by LIX');
for (const row of team) {
  for (const sentence of sentences(filled(row.text))) {
    const count = words(sentence).length;
    if (count > SENTENCE_MOST) fail(`${row.place} has a sentence of ${count} words: ${sentence}`);
  }
}

// Words that a clerk does not use, unless the text explains them.
const JARGON = JSON.parse(readFileSync(path.join(here, 'jargon.json'), 'utf8'));
for (const row of clerk) {
  for (const { word, unless } of JARGON) {
    const found = new RegExp(`(?<![\\p{L}\\d-])(${word})(?![\\p{L}\\d-])`, 'iu').test(row.text);
    const explained = unless && new RegExp(unless, 'iu').test(row.text);
    if (found && !explained) fail(`${row.place} says "${word}": ${row.text}`);
  }
}

// House typography: curly apostrophes, no-break spaces inside guillemets.
for (const row of rows.filter((r) => r.lang === 'fr')) {
  if (/\p{L}'\p{L}/u.test(row.text)) fail(`${row.place} has a straight apostrophe: ${row.text}`);
}

// Spelling of what clerks read, with our own list of names beside the
// dictionaries. What technicians read is full of commands, and left out; so is
// the name of the other language.
const clean = (text) =>
  text
    .replace(/https?:\/\/\S+|[\w.-]+\.(fr|com|org|eu)\b\S*/g, ' ')
    .replace(/\{[a-z_-]+\}|[«»“”„`]|\.garde\b|\b[dl]’\d+/g, ' ')
    .replace(/garde( [a-z]+)?( [\w.-]+)*( --?[a-z-]+.*)|--[a-z-]*|\b[\w-]+\.(json|html)\b|\bdoctor\b|\bchecks\b|2A004|Wi-Fi|\.fr\b|explain \S+/g, ' ')
    .replace(/’/g, "'");

for (const [lang, dictionary] of [['fr', 'fr_FR'], ['en', 'en_GB']]) {
  const read = rows.filter((row) => row.lang === lang && row.reader !== 'technician' && row.place !== 'page-language');
  const result = spawnSync(
    'hunspell',
    ['-i', 'utf-8', '-d', dictionary, '-p', path.join(here, `spelling.${lang}.txt`), '-l'],
    {
      input: read.map((row) => clean(row.text)).join('\n'),
      encoding: 'utf8',
      maxBuffer: 1 << 24,
      // It reads its own word list in the encoding of the locale.
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    },
  );
  if (result.status !== 0) fail(`hunspell ${dictionary}: ${result.stderr}`);
  for (const word of new Set(result.stdout.split('\n').filter(Boolean))) {
    const place = read.find((row) => clean(row.text).includes(word))?.place;
    fail(`spelling (${lang}): ${word} in ${place}`);
  }
}

console.log(failures ? `${failures} failures` : 'every text is plain and well spelt');
process.exit(failures ? 1 : 0);
