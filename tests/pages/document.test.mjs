// SPDX-License-Identifier: Apache-2.0
// The documents that the program writes satisfy the schema that it publishes,
// and the schema refuses what the program refuses.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const report = path.join(here, '..', 'report');
const require = createRequire(path.join(process.env.GARDE_MODULES ?? here, 'x.js'));
const Ajv2020 = require('ajv/dist/2020').default;

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const schema = read(path.join(here, '..', '..', 'report', 'document.schema.json'));
const valid = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false })
  .compile(schema);

const written = fs.readdirSync(path.join(report, 'golden')).filter((n) => n.endsWith('.json'));

test('there are written documents', () => assert.ok(written.length >= 6));

for (const name of written) {
  test(`${name} satisfies the schema`, () => {
    assert.ok(valid(read(path.join(report, 'golden', name))), JSON.stringify(valid.errors));
  });
}

const wrong = {
  'another format': (d) => { d.format = 2; },
  'no findings': (d) => { delete d.findings; },
  'a subject that does not exist': (d) => { d.subject = 'world'; },
  'a day that is none': (d) => { d.made_at = 'yesterday'; },
  'an id with capitals': (d) => { d.findings[0].id = 'Backup'; },
  'an id that is too long': (d) => { d.machines[0].id = 'a'.repeat(65); },
  'a verdict that does not exist': (d) => { d.findings[0].verdict = 'perfect'; },
  'a letter past E': (d) => { d.rating.letter = 'F'; },
  'a score past 100': (d) => { d.rating.score = 101; },
  'four next actions': (d) => { d.rating.next_actions = ['a', 'b', 'c', 'd'].map((id) => ({ id })); },
  'a port past 65535': (d) => { d.findings[0].evidence = [{ port: 65536 }]; },
  'a text that is too long': (d) => { d.findings[0].title = 'x'.repeat(16385); },
  'a mapping that is a list': (d) => { d.findings[0].mapping = []; },
  'one bound of euros': (d) => { d.findings[0].euros = [1]; },
  'a code that is no INSEE code': (d) => { d.commune.insee = '2C004'; },
};

for (const [what, change] of Object.entries(wrong)) {
  test(`the schema refuses ${what}`, () => {
    const document = read(path.join(report, 'documents', 'good.json'));
    assert.ok(valid(document), JSON.stringify(valid.errors));
    change(document);
    assert.ok(!valid(document));
  });
}

test('names that are not known are no error', () => {
  const document = read(path.join(report, 'documents', 'good.json'));
  document.colour = 'blue';
  document.findings[0].shade = ['light'];
  assert.ok(valid(document), JSON.stringify(valid.errors));
});
