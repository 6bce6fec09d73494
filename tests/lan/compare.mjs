// SPDX-License-Identifier: Apache-2.0
// What a scan of the town said, against what is true of it.
//   node compare.mjs FOLDER FACTS DOCUMENT normal|thorough
// Prints one line a difference, then how much was compared.
import fs from 'node:fs';

const [folder, factsPath, documentPath, level] = process.argv.slice(2);
const facts = JSON.parse(fs.readFileSync(factsPath, 'utf8')).facts;
const document = JSON.parse(fs.readFileSync(documentPath, 'utf8'));
const lines = name => fs.readFileSync(`${folder}/${name}`, 'utf8')
	.split('\n').filter(Boolean).map(line => line.split(' '));
const list = name => facts[name]?.value ?? [];
const wrong = [];

// The level of each code, from the table that the program itself has; what a
// listing shows goes with the listing.
const signs = fs.readFileSync(new URL('../../checks/sign.def', import.meta.url), 'utf8');
const thorough = new Set(['backup-stale']);
for (const [, code, at] of signs.matchAll(/^SIGN\("([^"]+)",[^,]+,[^,]+, (\w+),/gm))
	if (at === 'THOROUGH')
		thorough.add(code);

// What is no weakness: a list, a date for the calendar.
const silent = new Set(['inventory-devices', 'inventory-device', 'tls-ends']);

const hosts = lines('hosts');
const names = new Map(hosts.map(([address, , name]) => [address, name]));
const told = address => `${names.get(address) ?? 'nobody'} ${address}`;

function hostsCompare() {
	const seen = new Map(list('lan.devices').map(d => [d.address, d]));
	for (const [address, kind] of hosts) {
		const device = seen.get(address);
		seen.delete(address);
		if (!device)
			wrong.push(`missing host ${told(address)}`);
		else if (kind === 'self' ? !device.self : kind !== 'any' && device.kind !== kind)
			wrong.push(`kind of ${told(address)}: ${device.kind}, not ${kind}`);
	}
	for (const address of seen.keys())
		wrong.push(`false host ${address}`);
}

function portsCompare() {
	const seen = new Set(list('lan.ports').map(p => `${p.address} ${p.port} ${p.transport}`));
	for (const [address, port, transport, must] of lines('ports')) {
		const key = `${address} ${port} ${transport}`;
		// Datagrams are a service's word, not a port that stands open.
		if (!seen.delete(key) && must === 'must' && transport === 'tcp')
			wrong.push(`missing port ${names.get(address)} ${key}`);
	}
	for (const key of seen)
		wrong.push(`false port ${names.get(key.split(' ')[0])} ${key}`);
}

// Every line of evidence that is about a device: codes of a shown weakness are
// all that may be there.
function signsCompare() {
	// A door of the box is about the device that it leads to: address:port.
	const rows = document.findings.flatMap(f => f.evidence ?? [])
		.map(row => ({ ...row, host: row.host?.split(':')[0] }))
		.filter(row => names.has(row.host) && !silent.has(row.code));
	const key = (host, port, transport, code) => `${host} ${port} ${transport} ${code}`;
	const left = rows.map(row => ({ row,
		key: key(row.host, row.port ?? 0, row.transport ?? '-', row.code) }));
	let compared = 0;
	for (const [host, port, transport, code, value] of lines('truth')) {
		if (level === 'normal' && thorough.has(code))
			continue;
		compared++;
		const at = left.findIndex(l => l.key === key(host, port, transport, code) &&
			(value === '-' || (l.row.value ?? '').includes(value)));
		if (at < 0)
			wrong.push(`missing sign ${told(host)} ${port} ${transport} ${code} ${value}`);
		else
			left.splice(at, 1);
	}
	for (const { row, key: text } of left)
		wrong.push(`false sign ${names.get(row.host)} ${text} ${row.value ?? '-'}`);
	return compared;
}

hostsCompare();
portsCompare();
const compared = signsCompare();
if (list('lan.devices').length === 0 || compared === 0)
	wrong.push('nothing was compared');
for (const line of wrong)
	console.log(line);
console.log(`${hosts.length} hosts, ${list('lan.ports').length} ports, ${compared} signs, ` +
	`${wrong.length} differences`);
process.exitCode = wrong.length === 0 ? 0 : 1;
