// SPDX-License-Identifier: Apache-2.0
// Every page, of every document, in both languages, in a real browser.
// GARDE_PROGRAM names the program, GARDE_MODULES the folder of npm's modules.
// PAGES_DIR, if set, gets the pages, the prints and the pictures to look at.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const report = path.join(here, '..', 'report');
const require = createRequire(path.join(process.env.GARDE_MODULES ?? here, 'x.js'));
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const program = process.env.GARDE_PROGRAM ?? path.join(here, '..', '..', 'build', 'dev', 'garde');
const kept = process.env.PAGES_DIR;
const folder = kept ?? fs.mkdtempSync(path.join(os.tmpdir(), 'garde-pages-'));
fs.mkdirSync(folder, { recursive: true });

// Pages of A4 that each prints on: at least, at most.
const formats = {
  html: [1, 60], checklist: [1, 2], provider: [1, 60], wall: [2, 2], council: [1, 1],
};

function documents() {
  const found = {};
  const list = (dir) => fs.readdirSync(dir).sort().map((name) => path.join(dir, name));

  for (const file of [...list(path.join(report, 'documents')), ...list(path.join(here, 'documents'))]) {
    const name = path.basename(file, '.json');
    if (file.endsWith('.json')) {
      found[name] = file;
    } else {
      found[name] = path.join(folder, `${name}.json`);
      execFileSync(program, ['merge', ...list(file), '-o', found[name]], { stdio: 'pipe' });
    }
  }
  // Everything wrong at once, in few words and in many.
  const many = JSON.parse(fs.readFileSync(found['commune-bad'], 'utf8'));
  for (const finding of many.findings) finding.verdict = 'fail';
  found.many = path.join(folder, 'many.json');
  fs.writeFileSync(found.many, JSON.stringify(many));
  for (const finding of many.findings) {
    finding.title = 'Un titre bien trop long pour cette feuille. '.repeat(6);
    finding.remedy = 'Une longue explication sans aucun point '.repeat(20);
    finding.cost = 'de 10 à 10 000 € selon le contrat et la commune, par mois et par poste';
    finding.why = finding.detail = finding.remedy;
  }
  many.commune.name = 'Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson';
  found.long = path.join(folder, 'long.json');
  fs.writeFileSync(found.long, JSON.stringify(many));
  // A network where every address is a device, most of them wrong.
  const full = JSON.parse(fs.readFileSync(found.town, 'utf8'));
  const kinds = ['computer', 'phone', 'printer', 'storage', 'camera', 'unknown', 'router'];
  const telnet = full.findings.find((finding) => finding.id === 'open-ports');
  full.network.hosts = Array.from({ length: 254 }, (_, i) => ({
    address: `192.168.1.${i + 1}`, kind: kinds[i % 7], vendor: 'Un fabricant au nom bien long SARL',
    names: [`POSTE-DE-TRAVAIL-${i}`, 'W'.repeat(60)],
    ports: Array.from({ length: 15 }, (__, j) => ({ port: 8000 + j, transport: 'tcp', service: 'http' })),
  }));
  for (const { address } of full.network.hosts.filter((h, i) => i % 3)) {
    telnet.evidence.push({ host: address, port: 23, transport: 'tcp', code: 'telnet' });
  }
  found.full = path.join(folder, 'full.json');
  fs.writeFileSync(found.full, JSON.stringify(full));
  // With the kit of a coordinator who has much to say.
  many.commune.insee = '01001';
  found.kit = path.join(folder, 'kit.json');
  fs.writeFileSync(found.kit, JSON.stringify(many));
  return found;
}

// A kit with a logo and as many numbers as there may be, signed.
function makeKit() {
  const place = path.join(folder, 'kit');
  const inside = (name) => path.join(place, name);
  const openssl = (...words) => execFileSync('openssl', words, { stdio: 'pipe' });
  const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAEElEQVR42mPQiHKEIwacHACxOQklQr99zwAAAABJRU5ErkJggg==';

  fs.mkdirSync(place, { recursive: true });
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
    '-subj', '/CN=test', '-keyout', inside('key.pem'), '-out', inside('certificate.pem'));
  fs.writeFileSync(inside('kit.json'), JSON.stringify({
    format: 1, id: '01001-0123456789abcdef', made_at: '2026-11-01', expires: '2099-11-01',
    commune: { insee: '01001', name: 'Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson' },
    coordinator: {
      name: 'Syndicat mixte de gestion pour l’informatique des communes et des intercommunalités',
      address: '1 place de la Mairie, 01000 Exemple', phone: '+33 4 00 00 00 00',
      email: 'accompagnement.numerique@syndicat-exemple.fr', logo: picture,
      numbers: Array.from({ length: 8 }, (_, i) => ({ name: `Astreinte du secteur numéro ${i}, jour et nuit`, phone: '+33 6 00 00 00 00' })),
    },
    certificates: fs.readFileSync(inside('certificate.pem'), 'utf8'), token: 'A'.repeat(43),
  }));
  openssl('cms', '-sign', '-binary', '-md', 'sha256', '-outform', 'DER', '-in', inside('kit.json'),
    '-out', inside('kit.p7s'), '-signer', inside('certificate.pem'), '-inkey', inside('key.pem'));
  return place;
}

const files = documents();
const kit = makeKit();

function render(name, format, lang) {
  const out = path.join(folder, `${name}.${format}.${lang}.html`);
  const previous = path.join(report, 'previous', `${name}.json`);
  const more = fs.existsSync(previous) ? ['--previous', previous] : [];

  if (name === 'kit') more.push('--kit', kit);
  execFileSync(program, ['report', files[name], '--as', format, '--lang', lang, ...more, '-o', out],
    { stdio: 'pipe', env: { ...process.env, HOME: folder } });
  return out;
}

let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});

after(async () => {
  await browser?.close();
  if (!kept) fs.rmSync(folder, { recursive: true, force: true });
});

// A page that remembers what it complained about and what it asked for.
async function opened(file, width, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, ...options });
  const page = await context.newPage();
  const noise = [];

  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(String(error)));
  page.on('dialog', (dialog) => { noise.push('dialog'); dialog.dismiss(); });
  page.on('request', (request) => {
    if (request.url() !== String(pathToFileURL(file))) noise.push(`asked for ${request.url()}`);
  });
  await page.goto(String(pathToFileURL(file)));
  return { page, noise, close: () => context.close() };
}

const overflow = (page) => page.evaluate(
  () => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function accessible(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  const said = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).slice(0, 3).join(', ')}`);
  assert.deepEqual(said, [], where);
}

async function printed(page, file) {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const text = pdf.toString('latin1');

  if (kept) fs.writeFileSync(file.replace(/html$/, 'pdf'), pdf);
  for (const [, width, height] of text.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)) {
    assert.equal(Math.round(width), 595, 'A4 is 595 points wide');
    assert.equal(Math.round(height), 842, 'A4 is 842 points high');
  }
  return (text.match(/\/Type\s*\/Page\b/g) ?? []).length;
}

for (const name of Object.keys(files)) {
  for (const [format, [least, most]] of Object.entries(formats)) {
    for (const lang of ['fr', 'en']) {
      test(`${name} as ${format} in ${lang}`, async () => {
        const file = render(name, format, lang);
        const { page, noise, close } = await opened(file, 320);

        assert.equal(await page.getAttribute('html', 'lang'), lang);
        assert.equal(await overflow(page), 0, 'scrolls sideways at 320 px');
        if (lang === 'fr') await accessible(page, 'at 320 px');
        await page.setViewportSize({ width: 1280, height: 800 });
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).marginTop), '0px',
          'the style sheet is not applied');
        await accessible(page, 'at 1280 px');
        if (kept && lang === 'fr') await page.screenshot({ path: file.replace(/html$/, 'png'), fullPage: true });
        // Text at 200 % (WCAG 1.4.4).
        await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
        assert.equal(await overflow(page), 0, 'scrolls sideways with text at 200 %');
        await page.evaluate(() => { document.documentElement.style.fontSize = ''; });

        const pages = await printed(page, file);
        assert.ok(pages >= least && pages <= most, `prints on ${pages} pages`);
        assert.deepEqual(noise, []);
        assert.equal(await page.locator('script').count(), 0);
        await close();
      });
    }
  }
}

// What is folded on a screen is there on paper.
test('folded parts are printed', async () => {
  const { page, close } = await opened(render('commune-bad', 'html', 'fr'), 800);
  const seen = () => page.locator('details > ul, details > p').evaluateAll(
    (list) => list.map((e) => e.checkVisibility({ contentVisibilityProperty: true })));

  assert.ok((await seen()).length > 0);
  assert.ok((await seen()).every((visible) => !visible));
  await page.emulateMedia({ media: 'print' });
  assert.ok((await seen()).every((visible) => visible));
  await close();
});

// On a telephone no word of the budget is cut, and values are in sight.
test('tables fit a telephone', async () => {
  const budget = await opened(render('commune-bad', 'council', 'fr'), 360);
  const lines = await budget.page.locator('td:last-child').evaluateAll(
    (list) => list.map((e) => {
      const words = document.createRange();
      words.selectNodeContents(e);
      return words.getClientRects().length;
    }));

  assert.ok(lines.length > 0);
  assert.deepEqual(lines.filter((n) => n > 2), [], '« chaque année » takes two lines');
  await budget.close();
  const sheet = await opened(render('commune-bad', 'provider', 'fr'), 360);
  const hidden = await sheet.page.locator('.scroll').evaluateAll(
    (list) => list.filter((e) => e.querySelectorAll('th').length === 3)
      .map((e) => e.scrollWidth - e.clientWidth));

  assert.ok(hidden.length > 0);
  assert.deepEqual(hidden.filter((n) => n > 8), [], 'values are out of sight');
  await sheet.close();
});

// One drawing at a time, that says what it shows, with words that can be read.
test('the drawing of the network fits a telephone and a page', async () => {
  for (const [name, most] of [['town', 14], ['full', 8]]) {
    for (const [width, shown] of [[320, 'lan-narrow'], [1280, 'lan-wide']]) {
      const { page, close } = await opened(render(name, 'html', 'fr'), width);
      const seen = await page.locator('svg.lan').evaluateAll(
        (list) => list.filter((e) => e.checkVisibility()).map((e) => ({
          class: e.classList[1],
          label: document.getElementById(e.getAttribute('aria-labelledby').split(' ')[1]).textContent,
          small: [...e.querySelectorAll('text')].filter((t) => t.getBoundingClientRect().height < 10).length,
          icons: e.querySelectorAll('g').length - 2,
          out: [...e.querySelectorAll('text')].map((t) => t.getBBox())
            .filter((b) => b.x < 0 || b.x + b.width > e.viewBox.baseVal.width + 1).length,
        })));

      assert.deepEqual(seen.map((e) => e.class), [shown]);
      assert.match(seen[0].label, /Nombre d’appareils/);
      assert.equal(seen[0].small, 0, 'words too small to read');
      assert.equal(seen[0].out, 0, 'words outside of the drawing');
      assert.ok(seen[0].icons >= 6 && seen[0].icons <= most, `${seen[0].icons} devices are drawn`);
      await close();
    }
  }
});

// The policy alone would stop a script: here only the escaping can.
test('hostile text does nothing even without the policy', async () => {
  for (const format of Object.keys(formats)) {
    const { page, noise, close } = await opened(render('hostile', format, 'fr'), 800, { bypassCSP: true });

    await page.waitForTimeout(200);
    for (const link of await page.locator('a').all()) {
      assert.match(await link.getAttribute('href'), /^#[a-z0-9-]+$/);
    }
    assert.equal(await page.locator('img, iframe, object, embed, form, input, base, link').count(), 0);
    assert.equal(await page.evaluate(() => document.querySelectorAll('[onload], [onerror], [onclick]').length), 0);
    assert.deepEqual(noise, []);
    await close();
  }
});

// The keyboard reaches every link, and shows where it is.
test('the skip link comes first and is seen', async () => {
  const { page, close } = await opened(render('commune-bad', 'html', 'fr'), 800);

  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  assert.ok((await page.locator('.skip').boundingBox()).x >= 0);
  await page.keyboard.press('Enter');
  assert.ok(page.url().endsWith('#main'));
  await close();
});
