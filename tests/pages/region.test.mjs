// SPDX-License-Identifier: Apache-2.0
// A region from its first administrator to the letters on screen: the service
// behind nginx with TLS, kits made by the command and by the page, the agent of
// each kit run as a clerk does, the Windows one under Wine when it was built,
// and a refusal for each thing that is wrong. On SQLite, then on PostgreSQL.
// BUILD names the folder of the programs, WINDOWS that of Garde.exe,
// GARDE_MODULES npm’s modules. PAGES_DIR gets the pictures; TELL=1 what was said.
import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { freePort, totp, until } from './service.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.join(here, '..', '..');
const build = process.env.BUILD ?? path.join(top, 'build', 'dev');
const require = createRequire(path.join(process.env.GARDE_MODULES ?? here, 'x.js'));
const { chromium } = require('playwright-core');

const program = path.join(build, 'garde-coordinator');
const postgres = '/usr/lib/postgresql/15/bin';
const pictures = process.env.PAGES_DIR ?? path.join(build, 'region');
const HOST = 'garde.localhost'; // this machine, wherever it is looked up
const PASSWORD = 'la cloche sonne à midi pile';
const NAME = 'Centre de gestion de l’Oise';
const PHONE = '03 44 00 00 00';
const RECEIPT = /[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/;
const windows = [process.env.WINDOWS, path.join(top, 'build', 'mingw'), path.join(top, 'build', 'mingw-test')]
  .find((folder) => folder && fs.existsSync(path.join(folder, 'garde-cli.exe')));

const communes = {
  '60001': { name: 'Abancourt', answers: 'all-wrong' },
  '60003': { name: 'Abbeville-Saint-Lucien', answers: 'all-right' },
  '01002': { name: "L'Abergement-de-Varey", answers: 'all-wrong' },
  '94038': { name: "L'Haÿ-les-Roses", answers: 'all-right' },
};

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'garde-region-'));
const inside = (...names) => path.join(work, ...names);
const running = []; // in the order they are ended
let browser;

function begin(file, args, options = {}) {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  child.said = '';
  child.stdout.on('data', (data) => { child.said += data; });
  child.stderr.on('data', (data) => { child.said += data; });
  running.unshift(child);
  return child;
}

async function end(child, signal = 'SIGTERM') {
  running.splice(running.indexOf(child), 1);
  if (process.env.TELL) process.stderr.write(child.said);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await ended;
}

// What a command says, and its exit status.
function run(file, args, options = {}) {
  return new Promise((done) => {
    const child = execFile(file, args, { timeout: 120000, ...options }, (error, out, err) => {
      done({ code: error ? error.code ?? error.signal : 0, out: out + err });
    });
    child.stdin.end();
  });
}

function ended(result, code, words) {
  assert.equal(result.code, code, result.out);
  if (words) assert.match(result.out.replaceAll(/\s+/g, ' '), words);
  return result.out;
}

// An authority of the coordinator's own, and the certificate of its site.
function makeAuthority() {
  const openssl = (...args) => execFileSync('openssl', args, { cwd: work, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test');
  openssl('req', ...key, '-keyout', 'site.key', '-out', 'site.csr', '-subj', '/CN=Site');
  fs.writeFileSync(inside('site.ext'), `subjectAltName=DNS:${HOST}\nbasicConstraints=CA:FALSE\n`);
  openssl('x509', '-req', '-in', 'site.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2',
    '-extfile', 'site.ext', '-out', 'site.pem');
}

// The folder that a package installs: programs without what debuggers need.
function makePrograms() {
  const folder = inside('programs');
  fs.mkdirSync(folder);
  execFileSync('strip', ['-o', path.join(folder, 'garde'), path.join(build, 'garde')]);
  fs.copyFileSync(path.join(build, 'baseline.json'), path.join(folder, 'baseline.json'));
  if (!windows) return;
  for (const name of ['Garde.exe', 'garde-cli.exe']) {
    execFileSync('strip', ['-o', path.join(folder, name), path.join(windows, name)]);
  }
}

// What people answered, but for what would be looked at on the Internet.
function makeAnswers(name) {
  const all = JSON.parse(fs.readFileSync(path.join(here, '..', 'facts', `${name}.answers.json`)));
  delete all.answers['website-https'];
  delete all.answers['mail-official-address'];
  delete all.commune;
  all.made_at = `${new Date().toISOString().slice(0, 19)}Z`;
  fs.writeFileSync(inside(`${name}.json`), JSON.stringify(all));
}

before(async () => {
  fs.chmodSync(work, 0o755);
  makeAuthority();
  makePrograms();
  makeAnswers('all-right');
  makeAnswers('all-wrong');
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'],
  });
  fs.mkdirSync(pictures, { recursive: true });
});

after(async () => {
  await browser?.close();
  while (running.length) await end(running[0]);
  fs.rmSync(work, { recursive: true, force: true });
});

// The site that is shipped, at another name, port, socket and certificate.
async function startNginx(folder, port) {
  const site = fs.readFileSync(path.join(top, 'packaging', 'nginx', 'garde-coordinator.conf'), 'utf8')
    .replaceAll('unix:/run/garde-coordinator/http.sock', `unix:${folder}/http.sock`)
    .replaceAll('/etc/letsencrypt/live/coordinateur.example.fr/fullchain.pem', inside('site.pem'))
    .replaceAll('/etc/letsencrypt/live/coordinateur.example.fr/privkey.pem', inside('site.key'))
    .replaceAll('coordinateur.example.fr', HOST)
    .replace('listen 80;', `listen 127.0.0.1:${await freePort()};`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replaceAll(/listen \[::\].*\n/g, '');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((part) => `${part}_temp_path ${folder}/nginx-${part};`).join('\n');
  fs.writeFileSync(path.join(folder, 'nginx.conf'), `user root; daemon off; pid ${folder}/nginx.pid;
error_log stderr; worker_processes 1; events { worker_connections 512; }
http { access_log off; ${temporary}
${site}}`);
  return begin('nginx', ['-e', 'stderr', '-c', path.join(folder, 'nginx.conf')]);
}

async function startPostgresql() {
  const folder = inside('postgresql');
  fs.mkdirSync(folder);
  execFileSync('chown', ['postgres', folder]);
  const as = (name, ...args) => ['-u', 'postgres', '--', path.join(postgres, name), ...args];
  execFileSync('runuser', as('initdb', '-D', `${folder}/data`, '-A', 'trust', '--no-sync'), { stdio: 'pipe' });
  // By setpriv it keeps its id: SIGINT reaches it and not who started it.
  begin('setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', path.join(postgres, 'postgres'),
    '-D', `${folder}/data`, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off']);
  const make = () => run('psql', ['-q', '-h', folder, '-U', 'postgres', '-c', 'CREATE DATABASE garde']);
  await until('PostgreSQL', async () => (await make()).code === 0);
  return `postgresql:///garde?host=${folder}&user=postgres`;
}

// One coordinator: its folder, store, service, site, and its people's browser.
class Region {
  constructor(kind) {
    this.folder = inside(`on-${kind}`);
    this.kind = kind;
    fs.mkdirSync(this.folder, { mode: 0o700 });
    this.state = path.join(this.folder, 'state');
  }

  async open() {
    this.port = await freePort();
    this.origin = `https://${HOST}:${this.port}`;
    this.store = this.kind === 'sqlite' ? path.join(this.state, 'region.db') : await startPostgresql();
    await this.serve();
    await startNginx(this.folder, this.port);
    await until('the site', async () => (await this.ask('GET', '/healthz')).status === 200, this.service);
    const context = await browser.newContext({ locale: 'fr-FR', ignoreHTTPSErrors: true, viewport: { width: 1280, height: 900 } });
    this.page = await context.newPage();
  }

  async serve() {
    const socket = path.join(this.folder, 'http.sock');
    fs.rmSync(socket, { force: true });
    this.service = begin(program, ['serve', ...this.where(), '--listen', `unix:${socket}`,
      '--programs', inside('programs'), '--roots', inside('ca.pem')]);
    await until('the service', () => fs.existsSync(socket) && this.service.said.includes('ready at'), this.service);
  }

  where(state = this.state, store = this.store) {
    return ['--state', state, '--store', store];
  }

  command(...args) {
    return run(program, [...args, ...this.where(), '--lang', 'fr']);
  }

  // As an agent asks, trusting the coordinator's authority and no other.
  ask(method, target, body) {
    return new Promise((done, fail) => {
      const request = https.request({
        host: '127.0.0.1', port: this.port, path: target, servername: HOST, method, ca: fs.readFileSync(inside('ca.pem')), agent: false, headers: { Host: HOST, 'Content-Type': 'application/cms' },
      }, (answer) => {
        let text = '';
        answer.on('data', (data) => { text += data; });
        answer.on('end', () => done({ status: answer.statusCode, text, headers: answer.headers }));
      });
      request.on('error', (error) => done({ status: 0, text: String(error), headers: {} }));
      request.setTimeout(20000, () => fail(new Error('no answer')));
      request.end(body);
    });
  }

  async picture(name) {
    await this.page.screenshot({ path: path.join(pictures, `${this.kind}-${name}.png`), fullPage: true });
  }

  async submit(selector) {
    const [answer] = await Promise.all([this.page.waitForNavigation(), this.page.click(selector)]);
    assert.ok(answer.status() < 400, `${answer.status()} ${await this.page.textContent('main')}`);
  }
}

// Unpacked as a clerk would: the folder that is in it.
function unpack(zip, folder) {
  fs.mkdirSync(folder, { recursive: true });
  execFileSync('unzip', ['-q', '-o', zip, '-d', folder]);
  return path.join(folder, fs.readdirSync(folder).find((name) => name.startsWith('garde-')));
}

// The zip of a commune among those that were made.
function zipOf(folder, insee) {
  return path.join(folder, fs.readdirSync(folder).find((name) => name.startsWith(`garde-${insee}-`)));
}

const garde = (kit, ...args) => run('./garde', [...args, '--lang', 'fr'], { cwd: kit });
const wine = (kit, ...args) => run('sh', [path.join(top, 'packaging', 'windows', 'wine.sh'), './garde-cli.exe', ...args, '--lang', 'fr'],
  { cwd: kit });

async function scan(kit, answers, ...more) {
  // A look is told from the one before by its second.
  await new Promise((done) => setTimeout(done, 1100));
  ended(await garde(kit, 'scan', '--no-questions', '--no-open', '--answers', inside(`${answers}.json`), ...more), 0);
  return JSON.parse(fs.readFileSync(path.join(kit, 'resultats', 'commune.json'))).rating.letter;
}

const results = (kit) => fs.readdirSync(path.join(kit, 'resultats'))
  .filter((name) => /^poste-.*\.json$/.test(name)).map((name) => path.join('resultats', name));

async function seal(kit, to) {
  ended(await garde(kit, 'seal', results(kit)[0], '--output', to), 0);
  return fs.readFileSync(to);
}

for (const kind of ['sqlite', 'postgresql']) {
  const region = new Region(kind);
  const kits = {}; // folder of each commune's kit
  const letters = {};

  test(`${kind}: the service starts behind the site, and its first administrator comes in`, async () => {
    await region.open();
    const { page } = region;
    const link = /\/invitation\/\S+/.exec(region.service.said)[0];
    await page.goto(region.origin + link);
    await page.fill('input[name=name]', 'chef');
    await page.fill('input[name=display]', 'Camille Petit');
    await page.fill('input[name=password]', PASSWORD);
    await page.fill('input[name=again]', PASSWORD);
    await region.submit('main form button');
    const secret = (await page.textContent('code.secret')).replaceAll(' ', '');
    await region.picture('code');
    await page.fill('input[name=code]', totp(secret));
    await region.submit('main form button');
    assert.equal(await page.locator('ul.codes li').count() > 5, true);
    await page.goto(`${region.origin}/reglages`);
    await page.fill('input[name=name]', NAME);
    await page.fill('textarea[name=address]', '4 rue du Moulin\n60000 Beauvais');
    await page.fill('input[name=phone]', PHONE);
    await page.fill('input[name=email]', 'aide@exemple.fr');
    await page.fill('input[name=url]', region.origin);
    await page.fill('input[name=number-1-name]', 'Gendarmerie');
    await page.fill('input[name=number-1-phone]', '17');
    await region.submit('main form[action="/reglages"] button');
    assert.equal(await page.inputValue('input[name=url]'), region.origin);
    await region.picture('settings');
    // The link works once.
    assert.equal((await region.ask('GET', link)).status !== 200, true);
  });

  test(`${kind}: a kit is made for each commune of a table`, async () => {
    const table = path.join(region.folder, 'communes.csv');
    fs.writeFileSync(table, `insee;telephone\n${Object.keys(communes).map((insee) => `${insee};${PHONE}`).join('\n')}\n`);
    const made = await region.command('kit', '--list', table, '--out', path.join(region.folder, 'kits'),
      '--programs', inside('programs'), '--roots', inside('ca.pem'));
    ended(made, 0, /Kits faits\s: 4/);
    for (const [insee, commune] of Object.entries(communes)) {
      const zip = zipOf(path.join(region.folder, 'kits'), insee);
      assert.equal(fs.statSync(zip).mode & 0o777, 0o600);
      kits[insee] = unpack(zip, path.join(region.folder, `town-${insee}`));
      const kit = JSON.parse(fs.readFileSync(path.join(kits[insee], 'kit.json')));
      assert.equal(kit.commune.insee, insee);
      assert.equal(kit.coordinator.url, region.origin);
      assert.equal(kit.coordinator.address, '4 rue du Moulin, 60000 Beauvais');
    }
  });

  test(`${kind}: the agent of each kit sends, and gets a receipt`, async () => {
    for (const [insee, commune] of Object.entries(communes)) {
      letters[insee] = await scan(kits[insee], commune.answers);
      if (insee === '94038') continue; // those are carried, below
      const out = ended(await garde(kits[insee], 'send', '--yes'), 0, /Résultats reçus par Centre de gestion/);
      assert.match(out, RECEIPT);
      ended(await garde(kits[insee], 'send', '--yes'), 0, /rien de nouveau/);
    }
    assert.notEqual(letters['60001'], letters['60003']);
  });

  // Wine takes its time: once.
  const skip = !windows ? 'garde-cli.exe was not built' : kind !== 'sqlite' && 'seen on SQLite';
  test(`${kind}: the agent for Windows sends too`, { skip }, async () => {
    const kit = unpack(zipOf(path.join(region.folder, 'kits'), '01002'), path.join(region.folder, 'windows'));
    // Wine has no part of Windows that some probes read: 3.
    assert.ok([0, 3].includes((await wine(kit, 'scan', '--no-questions', '--no-open')).code));
    assert.match(ended(await wine(kit, 'send', '--yes'), 0, /Résultats reçus par Centre de gestion/), RECEIPT);
  });

  test(`${kind}: what is carried comes in by the command and by the page`, async () => {
    const { page } = region;
    const file = path.join(region.folder, 'carried.garde');
    await seal(kits['94038'], file);
    ended(await region.command('import', file), 0, /1 reçus, 0 déjà là, 0 refusés/);
    const other = path.join(region.folder, 'other.garde');
    letters['94038'] = await scan(kits['94038'], communes['94038'].answers);
    await seal(kits['94038'], other);
    await page.goto(`${region.origin}/imports`);
    await page.setInputFiles('input[name=fichier]', [other, file, path.join(kits['94038'], 'kit.json')]);
    await region.submit('main form button');
    const text = await page.textContent('main');
    assert.match(text, /Reçu/);
    assert.match(text, /Déjà là/);
    assert.match(text, /Refusé/);
    await region.picture('imports');
  });

  test(`${kind}: the team sees each commune with its letter`, async () => {
    const { page } = region;
    await page.goto(`${region.origin}/communes`);
    for (const [insee, commune] of Object.entries(communes)) {
      const row = page.locator('tbody tr', { has: page.locator(`a[href="/communes/${insee}"]`) });
      assert.equal(await row.locator('th a').textContent(), commune.name);
      if (insee === '01002' && windows && kind === 'sqlite') continue; // two machines: seen below
      assert.equal((await row.locator('.letter').textContent()).trim(), letters[insee], commune.name);
    }
    await region.picture('communes');
    for (const [name, target] of [['commune', '/communes/60001'], ['today', '/'], ['two-machines', '/communes/01002'], ['kits', '/kits']]) {
      const answer = await page.goto(region.origin + target);
      assert.equal(answer.status(), 200);
      await region.picture(name);
    }
  });

  test(`${kind}: a result that is altered is refused, one that comes twice has one receipt`, async () => {
    const envelope = await seal(kits['60001'], path.join(region.folder, 'twice.garde'));
    const first = await region.ask('POST', '/api/v1/reports', envelope);
    const second = await region.ask('POST', '/api/v1/reports', envelope);
    assert.equal(first.status, 200, first.text);
    assert.equal(second.status, 200, second.text);
    assert.equal(JSON.parse(first.text).receipt, JSON.parse(second.text).receipt);
    for (const at of [10, envelope.length >> 1, envelope.length - 5]) {
      const bad = Buffer.from(envelope);
      bad[at] ^= 1;
      const answer = await region.ask('POST', '/api/v1/reports', bad);
      assert.equal(answer.status, 400, `byte ${at}: ${answer.text}`);
    }
  });

  test(`${kind}: a kit that is altered, over, of another commune or coordinator is refused`, async () => {
    const fresh = (name) => {
      const folder = path.join(region.folder, name);
      fs.cpSync(kits['60001'], folder, { recursive: true });
      fs.rmSync(path.join(folder, 'resultats'), { recursive: true, force: true });
      return folder;
    };
    const altered = fresh('altered');
    const json = path.join(altered, 'kit.json');
    fs.writeFileSync(json, fs.readFileSync(json, 'utf8').replace('60001', '60002'));
    ended(await garde(altered, 'send', '--yes'), 2, /Le nouveau kit a été modifié ou abîmé\. Je le refuse\..*Demandez-en un autre/);

    // Results of one commune, the kit of another.
    const elsewhere = await garde(kits['60003'], 'send', '--yes', '--out', path.join(kits['60001'], 'resultats'));
    ended(elsewhere, 0, /Le nouveau kit est pour Abbeville-Saint-Lucien, pas pour votre commune\. Je le refuse\. Le vôtre reste en service/);
    const document = path.join(kits['60001'], results(kits['60001'])[0]);
    ended(await garde(kits['60003'], 'send', '--yes', document), 2, /Ce document n’est pas de Abbeville-Saint-Lucien/);

    // Another coordinator with the same settings: a store's copy, other keys.
    const state = path.join(region.folder, 'foreign');
    const store = path.join(state, 'region.db');
    if (kind === 'sqlite') {
      ended(await region.command('backup', path.join(region.folder, 'saved')), 0);
      ended(await run(program, ['restore', path.join(region.folder, 'saved'), ...region.where(state, store)]), 0);
    } else {
      fs.mkdirSync(state, { mode: 0o700 });
      ended(await region.command('store', 'move', '--to', store), 0);
    }
    fs.rmSync(path.join(state, 'keys'), { recursive: true, force: true });
    const table = path.join(region.folder, 'one.csv');
    fs.writeFileSync(table, 'insee\n60001\n');
    const make = (out, before, ...more) => run(before[0] ?? program, [...before.slice(1), ...(before.length ? [program] : []), 'kit',
      '--list', table, '--out', path.join(region.folder, out), '--programs', inside('programs'), '--roots', inside('ca.pem'), ...more]);
    ended(await make('foreign-kits', [], ...region.where(state, store)), 0);
    const foreign = unpack(zipOf(path.join(region.folder, 'foreign-kits'), '60001'), path.join(region.folder, 'foreign-town'));
    ended(await garde(kits['60001'], 'send', '--yes', '--kit', foreign), 0, /ne vient pas de votre coordinateur habituel\. Je le refuse\. Le vôtre reste en service/);
    await scan(foreign, 'all-wrong');
    ended(await garde(foreign, 'send', '--yes'), 6, /refuse ce résultat.*Appelez Centre de gestion de l’Oise au 03 44 00 00 00/);

    // Made two years ago, over for six months.
    ended(await make('old-kits', ['faketime', '-f', '-730d'], ...region.where()), 0);
    const old = unpack(zipOf(path.join(region.folder, 'old-kits'), '60001'), path.join(region.folder, 'old-town'));
    ended(await garde(old, 'send', '--yes'), 2, /Le nouveau kit n’est plus valable depuis le .* Je le refuse/);
    // A machine whose clock stopped: the service knows better.
    const then = new Date(Date.now() - 700 * 86400e3).toISOString().slice(0, 10);
    ended(await garde(old, 'scan', '--no-questions', '--no-open', '--now', then), 0);
    ended(await garde(old, 'send', '--yes', '--now', then), 6, /votre kit n’est plus accepté/);
  });

  test(`${kind}: a kit that is revoked no longer counts, a new one does`, async () => {
    const { page } = region;
    await page.goto(`${region.origin}/communes/60001/kit`);
    const revoke = page.locator('form[action="/communes/60001/kit/retrait"] button');
    while (await revoke.count()) await Promise.all([page.waitForNavigation(), revoke.first().click()]);
    await region.picture('revoked');
    await scan(kits['60001'], 'all-right');
    ended(await garde(kits['60001'], 'send', '--yes'), 6,
      /Centre de gestion de l’Oise refuse ce résultat : votre kit n’est plus accepté.*Appelez Centre de gestion/);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('form[action="/communes/60001/kit"] button')]);
    const zip = path.join(region.folder, 'renewed.zip');
    await download.saveAs(zip);
    const renewed = unpack(zip, path.join(region.folder, 'renewed'));
    // Put over the old one: the results stay where they are.
    for (const name of ['kit.json', 'kit.p7s']) fs.copyFileSync(path.join(renewed, name), path.join(kits['60001'], name));
    const letter = await scan(kits['60001'], 'all-right');
    ended(await garde(kits['60001'], 'send', '--yes'), 0, /Résultats reçus par/);
    await page.goto(`${region.origin}/communes?q=60001`);
    assert.equal((await page.locator('tbody .letter').first().textContent()).trim(), letter);
  });

  test(`${kind}: what could not leave waits, and leaves later`, async () => {
    await scan(kits['60003'], 'all-wrong');
    await end(region.service);
    ended(await garde(kits['60003'], 'send', '--yes'), 4, /Vos résultats attendent ici/);
    await region.serve();
    const again = ended(await garde(kits['60003'], 'send'), 0, /Résultats reçus par/);
    assert.match(again, RECEIPT);
  });

  test(`${kind}: with a new key, what was sealed to the old one still opens`, async () => {
    await scan(kits['94038'], 'all-wrong');
    const before = path.join(region.folder, 'before.garde');
    await seal(kits['94038'], before);
    ended(await region.command('key', 'renew'), 0, /La nouvelle clé est prête/);
    await end(region.service);
    await region.serve();
    const answer = await region.ask('POST', '/api/v1/reports', fs.readFileSync(before));
    assert.equal(answer.status, 201, answer.text);
    const table = path.join(region.folder, 'last.csv');
    fs.writeFileSync(table, 'insee\n94038\n');
    ended(await region.command('kit', '--list', table, '--out', path.join(region.folder, 'newer'),
      '--programs', inside('programs'), '--roots', inside('ca.pem')), 0);
    const kit = unpack(zipOf(path.join(region.folder, 'newer'), '94038'), path.join(region.folder, 'newer-town'));
    await scan(kit, 'all-right');
    ended(await garde(kit, 'send', '--yes'), 0, /Résultats reçus par/);
    assert.doesNotMatch(region.service.said, /lost|panic|Sanitizer/);
  });
}
