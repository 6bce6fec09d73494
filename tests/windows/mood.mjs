// SPDX-License-Identifier: Apache-2.0
// Compares what the program saw and judged of a mood with what is expected:
//   node mood.mjs facts.json document.json expected
// A line of "expected" is one of these; # begins a remark.
//   system.id known windows-11         the state of a fact, and its value
//   system.laptop known                its state alone, whatever the value
//   antivirus.list 2 rows              as many rows, whatever the state
//   antivirus.list has product=defender running=true current=-
//                                      a row with these cells; -: not known
//   antivirus.list lacks product=eset  no row with these cells
//   os-updates fail installed-old update-installed-old
//                                      a verdict, the message that says it, and
//                                      codes that are among the evidence; - as
//                                      the message: whichever
// A text with blanks stands between quotes: name="Windows 11". A * in it stands
// for any characters, and times may be written as 2026-11-22T09:00:00Z.

import { readFileSync } from 'node:fs';

const [factsFile, documentFile, expectedFile] = process.argv.slice(2);
const { facts } = JSON.parse(readFileSync(factsFile, 'utf8'));
const { findings } = JSON.parse(readFileSync(documentFile, 'utf8'));
let failures = 0;

// Words between blanks; quotes hold one together and vanish.
const split = (line) => (line.match(/(?:[^\s"]|"[^"]*")+/g) || []).map((word) => word.replaceAll('"', ''));

const escape = (text) => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replaceAll('*', '[^]*');

// Whether a value of the facts is as it is written in the line.
function same(value, written) {
  if (value === undefined || value === null) return written === '-';
  if (typeof value === 'number' && /^\d{4}-\d\d-\d\d/.test(written)) return value === Date.parse(written) / 1000;
  return new RegExp(`^${escape(written)}$`).test(String(value));
}

function hasRow(fact, cells) {
  const wanted = cells.map((cell) => [cell.slice(0, cell.indexOf('=')), cell.slice(cell.indexOf('=') + 1)]);
  return (fact.value || []).some((row) => wanted.every(([name, written]) => same(row[name], written)));
}

// What is wrong with a fact, or nothing.
function checkFact(name, words) {
  const fact = facts[name] || { state: 'unasked' };
  const [first, second] = words;
  if (first === 'has') return hasRow(fact, words.slice(1)) ? '' : 'no such row';
  if (first === 'lacks') return hasRow(fact, words.slice(1)) ? 'there is such a row' : '';
  if (second === 'rows') return (fact.value || []).length === Number(first) ? '' : 'another number of rows';
  if (fact.state !== first) return 'another state';
  return second === undefined || same(fact.value, words.slice(1).join(' ')) ? '' : 'another value';
}

function checkVerdict(finding, [verdict, message = '-', ...codes]) {
  if (finding.verdict !== verdict) return 'another verdict';
  if (message !== '-' && finding.message !== message) return 'another message';
  const missing = codes.filter((code) => !finding.evidence.some((line) => line.code === code));
  return missing.length ? `no ${missing.join(', ')}` : '';
}

for (const line of readFileSync(expectedFile, 'utf8').split('\n')) {
  const words = split(line);
  if (!words.length || words[0].startsWith('#')) continue;
  const name = words.shift();
  const finding = findings.find((one) => one.id === name);
  let wrong;
  let got;
  if (name.includes('.')) {
    wrong = checkFact(name, words);
    got = facts[name];
  } else if (finding) {
    wrong = checkVerdict(finding, words);
    got = [finding.verdict, finding.message, ...finding.evidence.map((one) => `${one.code} ${one.value}`)];
  } else {
    wrong = 'no such control';
  }
  if (wrong) {
    failures += 1;
    console.log(`${line}\n  ${wrong}: ${JSON.stringify(got)}`);
  }
}
process.exitCode = failures ? 1 : 0;
