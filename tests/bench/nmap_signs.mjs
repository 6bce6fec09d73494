// SPDX-License-Identifier: Apache-2.0
// What nmap and its scripts (-oX) tell of the town, in the codes of our signs,
// read as kindly as can be; then counted against the truth.
//   node nmap_signs.mjs NMAP.xml FOLDER
// Prints: signs in the truth, found, false; the missing ones to stderr.
import fs from 'node:fs';

const [path, folder] = process.argv.slice(2);
const xml = fs.readFileSync(path, 'utf8');
const now = Date.now() / 1000;
const DAY = 86400;
const found = new Set();
const unescape = text => text.replace(/&#xa;/g, '\n').replace(/&#(\d+);/g,
	(_, n) => String.fromCharCode(n)).replace(/&lt;/g, '<').replace(/&gt;/g, '>')
	.replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, '&');
const scriptsOf = text => new Map([...text.matchAll(
	/<script id="([^"]+)" output="([^"]*)"/g)].map(m => [m[1], unescape(m[2])]));

function shares(add, output) {
	add(445, 'smb-null-session');
	let name;
	for (const line of output.split('\n')) {
		name = /^ +\\\\[^\\]+\\(.*): *$/.exec(line)?.[1] ?? name;
		if (/Anonymous access: READ\/WRITE/.test(line))
			add(445, 'smb-guest-write', name);
		else if (/Anonymous access: READ/.test(line))
			add(445, 'smb-guest-read', name);
	}
}

function certificate(add, port, address, output) {
	const get = pattern => pattern.exec(output)?.[1];
	const from = Date.parse(`${get(/Not valid before: +(\S+)/)}Z`) / 1000;
	const to = Date.parse(`${get(/Not valid after: +(\S+)/)}Z`) / 1000;
	const self = get(/Subject: ([^\n]*)/) === get(/Issuer: ([^\n]*)/);
	const life = to - from;
	const warn = life <= 90 * DAY ? life / 3 : 30 * DAY;

	if (to < now)
		add(port, 'tls-expired');
	else if (to - now < warn)
		add(port, 'tls-expiring');
	if (self)
		add(port, 'tls-self-signed');
	else if (!output.includes(address))
		add(port, 'tls-name');
}

// Each script's word on a port.
const readers = {
	'vnc-info': (add, port, text) => /None \(1\)/.test(text) && add(port, 'vnc-no-auth'),
	'rdp-enum-encryption': (add, port, text) =>
		/(SSL|Native RDP): SUCCESS/.test(text) && add(port, 'rdp-no-nla'),
	'ftp-anon': (add, port, text) => {
		add(port, 'ftp-anonymous');
		if (/sauvegarde|backup/i.test(text))
			add(port, 'backup-exposed');
		if (/ 20\d\d sauvegarde/.test(text)) // a year in place of the hour
			add(port, 'backup-stale');
	},
	'pop3-capabilities': (add, port, text) =>
		port === 110 && /USER/.test(text) && add(port, 'pop3-cleartext'),
	'imap-capabilities': (add, port, text) =>
		port === 143 && !/LOGINDISABLED/.test(text) && add(port, 'imap-cleartext'),
	'smtp-commands': (add, port, text) =>
		/AUTH (PLAIN|LOGIN)/.test(text) && add(port, 'smtp-cleartext'),
	'http-auth': (add, port, text) => /Basic realm/.test(text) && add(port, 'http-basic-clear'),
	'http-title': (add, port, text) => /Administration/.test(text) && add(port, 'http-admin-open'),
	'snmp-sysdescr': (add, port) => add(port, 'snmp-public'),
	'upnp-info': add => add(49152, 'upnp-igd'),
	'rsync-list-modules': (add, port, text) => [...text.matchAll(/^\s+(\S+)/gm)]
		.forEach(m => add(port, 'rsync-open', m[1])),
	'nfs-showmount': (add, port, text) => [...text.matchAll(/^\s+(\S+) *$/gm)]
		.forEach(m => add(2049, 'nfs-world', m[1])),
	'mysql-empty-password': (add, port) => add(port, 'db-no-auth'),
	'redis-info': (add, port, text) => /Version/.test(text) && add(port, 'db-no-auth'),
	'ssl-enum-ciphers': (add, port, text) => /TLSv1\.[01]/.test(text) &&
		!/TLSv1\.[23]/.test(text) && add(port, 'tls-legacy'),
};
const byPort = { 9100: 'raw-print-open', 23: 'telnet', 3389: 'rdp-exposed',
	3306: 'db-exposed', 5432: 'db-exposed', 6379: 'db-exposed' };

for (const [host] of xml.matchAll(/<host[ >].*?<\/host>/gs)) {
	const address = /<address addr="([\d.]+)"/.exec(host)[1];
	const add = (port, code, value = '-') => found.add(`${address} ${port} ${code} ${value}`);
	for (const [, number, body] of host.matchAll(
		/<port protocol="[^"]*" portid="(\d+)"><state state="open"(.*?)<\/port>/gs)) {
		const port = Number(number), scripts = scriptsOf(body);
		if (byPort[port])
			add(port, byPort[port]);
		if (port === 21 && !scripts.has('ssl-cert'))
			add(port, 'ftp-cleartext');
		for (const [id, text] of scripts)
			readers[id]?.(add, port, text);
		if (scripts.has('ssl-cert'))
			certificate(add, port, address, scripts.get('ssl-cert'));
	}
	const scripts = scriptsOf(/<hostscript>.*?<\/hostscript>/s.exec(host)?.[0] ?? '');
	if (/SMBv1/.test(scripts.get('smb-protocols') ?? ''))
		add(445, 'smb1');
	if (/not required/.test(scripts.get('smb2-security-mode') ?? ''))
		add(445, 'smb-sign-optional');
	if (scripts.has('smb-enum-shares'))
		shares(add, scripts.get('smb-enum-shares'));
}

let hits = 0;
const truth = fs.readFileSync(`${folder}/truth`, 'utf8').split('\n').filter(Boolean);
for (const line of truth) {
	const [address, port, , code, value] = line.split(' ');
	const key = `${address} ${port} ${code} ${value}`;
	if (found.delete(key))
		hits++;
	else
		console.error(`nmap misses ${line}`);
}
for (const key of found)
	console.error(`nmap is wrong on ${key}`);
console.log(`${truth.length} ${hits} ${found.size}`);
