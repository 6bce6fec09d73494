// SPDX-License-Identifier: Apache-2.0
// The pages of the team, as the service sends them, in a real browser: signed
// in with password and code, read at every width, used by keyboard, printed.
// COORDINATOR_PROGRAM and REGION_PROGRAM name the programs, GARDE_MODULES the
// folder of npm's modules. PAGES_DIR, if set, gets the pictures to look at.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { freePort, totp, until } from './service.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const build = path.join(here, '..', '..', 'build', 'dev');
const require = createRequire(path.join(process.env.GARDE_MODULES ?? here, 'x.js'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const program = process.env.COORDINATOR_PROGRAM ?? path.join(build, 'garde-coordinator');
const region = process.env.REGION_PROGRAM ?? path.join(build, 'tests', 'region');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'garde-team-'));
const kept = process.env.PAGES_DIR;
const PASSWORD = 'la cloche sonne à midi pile';
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

// Every page of the team; 01002 has all wrong, 01003 is hostile.
const pages = {
  today: '/',
  communes: '/communes',
  filtered: '/communes?dep=01&envoi=4&tri=2',
  nothing: '/communes?q=zzzz',
  last: '/communes?tri=1&page=8',
  commune: '/communes/01002',
  hostile: '/communes/01003',
  visit: '/communes/01002/fiche',
  reminder: '/communes/01003/relance',
  problems: '/problemes',
  problem: '/problemes/control-0',
  summary: '/bilan',
  kits: '/kits?dep=01&etat=1',
  enrolment: '/kits/ajout?departement=60',
  imports: '/imports',
};

let service;
let origin;
let browser;
let state; // cookies of who signed in

before(async () => {
  const store = path.join(folder, 'store.db');
  execFileSync(region, [store, '800', path.join(here, '..', 'report', 'documents', 'bad.json'), PASSWORD, SECRET, folder]);
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  service = spawn(program, ['serve', '--state', folder, '--store', store, '--listen', `127.0.0.1:${port}`],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  service.said = '';
  service.stdout.on('data', (data) => { service.said += data; });
  service.stderr.on('data', (data) => { service.said += data; });
  await until('the service', () => fetch(`${origin}/healthz`).then((answer) => answer.ok, () => false), service);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'],
  });
  if (kept) fs.mkdirSync(kept, { recursive: true });
});

after(async () => {
  await browser?.close();
  if (service && service.exitCode === null) {
    const ended = new Promise((done) => service.once('exit', done));
    service.kill('SIGTERM');
    await ended;
  }
  fs.rmSync(folder, { recursive: true, force: true });
});

// A page that is signed in; what leaves the service's origin is counted.
async function open(options = {}) {
  const context = await browser.newContext({ locale: 'fr-FR', storageState: state, ...options });
  const page = await context.newPage();
  page.strangers = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) page.strangers.push(request.url());
  });
  page.on('pageerror', (error) => page.strangers.push(String(error)));
  return page;
}

const close = (page) => page.context().close();

test('one signs in with password and code', async () => {
  const page = await open();
  await page.goto(`${origin}/communes`);
  assert.match(page.url(), /\/connexion/);
  await page.fill('input[name=name]', 'chef');
  await page.fill('input[name=password]', PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForSelector('input[name=code]');
  await page.fill('input[name=code]', totp(SECRET));
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav');
  state = await page.context().storageState();
  await page.goto(`${origin}/`);
  assert.equal(await page.textContent('h1'), 'Aujourd’hui');
  await close(page);
});

for (const [name, target] of Object.entries(pages)) {
  test(`${name} can be read by everybody at every width`, async () => {
    const page = await open();
    const answer = await page.goto(origin + target);
    assert.equal(answer.status(), 200);
    assert.equal(await page.evaluate(() => window.canary), undefined);
    // axe is not of the page: it comes in another way than a script of it.
    await page.evaluate(axe);
    // Light on a telephone, dark on the wall: axe takes seconds for each.
    for (const [colorScheme, width] of [['light', 320], ['light', 768], ['dark', 1920]]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${target} is ${wide} wide at ${width}`);
      if (kept) await page.screenshot({ path: path.join(kept, `team-${name}-${width}-${colorScheme}.png`), fullPage: true });
      if (width === 768) continue;
      const found = await page.evaluate(() => axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }));
      assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`), []);
    }
    assert.deepEqual(page.strangers, []);
    await close(page);
  });
}

test('no page has a script, an inline style or a stranger, and the header forbids them', async () => {
  const page = await open();
  for (const target of Object.values(pages)) {
    const answer = await page.goto(origin + target);
    assert.match(answer.headers()['content-security-policy'], /default-src 'none'/);
    assert.doesNotMatch(await answer.text(), /<script| style=| on[a-z]+="/i);
    assert.equal(await page.evaluate(() => document.querySelectorAll('script, iframe, object, [style]').length), 0);
  }
  assert.deepEqual(page.strangers, []);
  await close(page);
});

// Tab until what has the focus matches; how often that took.
async function tabTo(page, selector, most = 60) {
  for (let i = 1; i <= most; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return i;
  }
  return assert.fail(`${selector} is not reached by ${most} tabs`);
}

test('the keyboard alone filters the list', async () => {
  const page = await open();
  await page.goto(`${origin}/communes`);
  await tabTo(page, 'a.skip');
  await page.keyboard.press('Enter');
  await tabTo(page, '#f-q');
  await page.keyboard.type('éloi 77');
  await tabTo(page, '#f-note');
  await page.keyboard.type('D');
  await tabTo(page, 'form.filters button');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.match(page.url(), /note=D/);
  const letters = await page.$$eval('tbody .letter', (signs) => signs.map((sign) => sign.textContent));
  assert.ok(letters.length > 0 && letters.length < 30);
  for (const letter of letters) assert.equal(letter, 'D');
  assert.equal(await page.inputValue('#f-q'), 'éloi 77');
  assert.equal(await page.inputValue('#f-note'), 'D');
  await close(page);
});

test('the keyboard alone notes a follow-up', async () => {
  const page = await open();
  await page.goto(`${origin}/communes/01012`);
  await tabTo(page, 'input[name=etat]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await tabTo(page, '#suivi-note');
  await page.keyboard.type('La secrétaire rappelle mardi.');
  await tabTo(page, 'section#suivi button');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.match(await page.textContent('[role=status]'), /enregistré/);
  assert.equal(await page.isChecked('input[value=underway]'), true);
  assert.equal(await page.inputValue('#suivi-note'), 'La secrétaire rappelle mardi.');
  await page.goto(`${origin}/communes?suivi=underway`);
  assert.equal(await page.$$eval('tbody tr', (rows) => rows.length), 1);
  await close(page);
});

test('what has the focus is seen', async () => {
  const page = await open();
  await page.goto(`${origin}/communes`);
  for (let i = 0; i < 25; i++) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    });
    assert.ok(seen, await page.evaluate(() => document.activeElement.outerHTML.slice(0, 100)));
  }
  await close(page);
});

function pdfPages(file) {
  return Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))[1]);
}

test('the sheet for a visit is one page, the summary two at most', async () => {
  const page = await open();
  for (const [target, most] of [['/communes/01002/fiche', 1], ['/communes/01003/fiche', 1], ['/communes/01012/fiche', 1], ['/bilan', 2]]) {
    const file = path.join(kept ?? folder, `team${target.replaceAll('/', '-')}.pdf`);
    await page.goto(origin + target);
    await page.pdf({ path: file, preferCSSPageSize: true });
    assert.ok(pdfPages(file) <= most, `${target} takes ${pdfPages(file)} pages`);
    const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' });
    assert.doesNotMatch(text, /Se déconnecter/);
  }
  await close(page);
});

test('a table of communes is counted, mended in sight, then added', async () => {
  const page = await open();
  await page.goto(`${origin}/kits/ajout`);
  await page.setInputFiles('input[type=file]', {
    name: 'communes.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('insee;téléphone\n60001;344000000\n60002;\n99999;\n'),
  });
  await page.click('text=Vérifier ce tableau');
  assert.equal(await page.textContent('h2'), '2 communes à ajouter');
  assert.match(await page.textContent('[role=status]'), /Ligne 4/);
  if (kept) await page.screenshot({ path: path.join(kept, 'team-enrolment-count.png'), fullPage: true });
  await page.click('text=Ajouter ces communes');
  assert.match(await page.textContent('[role=status]'), /2 communes sont ajoutées/);
  await page.click('text=Faire les kits');
  await page.fill('#f-q', 'abancourt');
  await page.click('form.filters button');
  assert.equal(await page.$$eval('tbody tr', (rows) => rows.length), 1);
  assert.match(await page.textContent('.tabs a[aria-current]'), /Sans kit valable/);
  await page.click('tbody a');
  await page.click('text=Revenir à la commune');
  assert.match(await page.textContent('#contact ~ dl'), /03 44 00 00 00/);
  await close(page);
});

test('the list is saved as a file that runs nothing', async () => {
  const page = await open();
  await page.goto(`${origin}/communes?q=01003`);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[href^="/communes.csv"]')]);
  assert.equal(download.suggestedFilename(), 'communes.csv');
  const text = fs.readFileSync(await download.path(), 'utf8');
  assert.ok(text.startsWith('\uFEFF"Code INSEE";'));
  assert.match(text, /;"'=1\+1/);
  assert.doesNotMatch(text, /(^|;)"[=+@-]/m);
  await close(page);
});
