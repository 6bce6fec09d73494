// SPDX-License-Identifier: Apache-2.0
// Checks the unpacked zip $1: the list of contents against what is there, and
// that the page for the clerk stands alone.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
let failures = 0;
function expect(good, what) {
  if (good) return;
  failures += 1;
  console.log(what);
}

const bom = JSON.parse(readFileSync(path.join(folder, 'garde.cdx.json'), 'utf8'));
expect(bom.bomFormat === 'CycloneDX' && bom.specVersion === '1.5', 'not CycloneDX 1.5');
expect(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(bom.serialNumber), `no serial number: ${bom.serialNumber}`);
expect(bom.metadata.timestamp === new Date(process.env.SOURCE_DATE_EPOCH * 1000).toISOString().replace('.000', ''), 'another time');

const programs = readdirSync(folder).filter((name) => name.endsWith('.exe'));
const listed = bom.metadata.component.components;
expect(listed.map((one) => one.name).sort().join() === programs.sort().join(), 'other programs are listed');
for (const { name, hashes } of listed) {
  const sum = createHash('sha256').update(readFileSync(path.join(folder, name))).digest('hex');
  expect(hashes[0].alg === 'SHA-256' && hashes[0].content === sum, `another hash of ${name}`);
}
for (const name of ['openssl', 'curl', 'cjson', 'c-ares', 'libpcap', 'mingw-w64-x86-64-dev']) {
  const component = bom.components.find((one) => one.name === name);
  expect(component && /^\d/.test(component.version), `no version of ${name}`);
  expect(component?.components.every((one) => /^[0-9a-f]{64}$/.test(one.hashes[0].content)), `no hash of ${name}`);
  expect(component?.purl.startsWith(`pkg:deb/debian/${name}@`) && !component.purl.includes('+'), `no address of ${name}`);
}
const refs = bom.components.map((one) => one['bom-ref']);
expect(new Set(refs).size === refs.length, 'two components of one name');
for (const { ref, dependsOn } of bom.dependencies) {
  expect(ref === 'garde' || refs.includes(ref), `${ref} is no component`);
  for (const one of dependsOn) expect(refs.includes(one), `${one} is no component`);
}

// The page: no script, nothing from elsewhere.
const page = readFileSync(path.join(folder, 'LISEZMOI.html'), 'utf8');
expect(!/<script|javascript:|\son\w+=|https?:|<link|@import|url\(/i.test(page), 'the page reaches out');
for (const [, picture, alt] of page.matchAll(/<img src="([^"]*)" alt="([^"]*)">/g)) {
  expect(/^lisezmoi-[123]\.png$/.test(picture) && alt.length > 20, `picture ${picture}`);
  if (!existsSync(path.join(folder, picture))) console.log(`(${picture} is not there yet)`);
}
expect((page.match(/<img /g) || []).length === 3, 'not three pictures');
process.exit(failures ? 1 : 0);
