// SPDX-License-Identifier: Apache-2.0
// Whether a captured scan kept its manners: a pcap file in, what broke them out.
//   node manners.mjs CAPTURE OWN-ADDRESS NETWORK [silent]
// "silent": nothing may have been sent at all. NETWORK: the first three numbers.
import fs from 'node:fs';
import { packets, address } from './capture.mjs';

const RATE = 50; // new connections in any second, per device
const OPEN = 4;  // established at once, per device
const PRINTERS = new Set([515, 631, 9100, 9101, 9102, 9103, 9104, 9105, 9106, 9107]);
const GROUPS = 3; // seconds that a group may be asked in, and answer

const [path, own, network, silent] = process.argv.slice(2);
const wrong = new Set();
const connections = new Map();
const starts = new Map();
const open = new Map();
const mostRate = new Map();
const mostOpen = new Map();
let frames = 0, connects = 0, firstGroup = 0, lastGroup = 0;

function opened(device, key) {
	const now = open.get(device) ?? new Set();
	open.set(device, now.add(key));
	mostOpen.set(device, Math.max(mostOpen.get(device) ?? 0, now.size));
}

function started(device, time) {
	const last = (starts.get(device) ?? []).filter(t => time - t < 1);
	last.push(time);
	starts.set(device, last);
	connects++;
	mostRate.set(device, Math.max(mostRate.get(device) ?? 0, last.length));
}

// A word that only somebody who tries a password says.
function passwords(device, port, payload) {
	const said = payload.toString('latin1');
	if (/^authorization:/im.test(said) || /^AUTH (PLAIN|LOGIN) ?\S/im.test(said) ||
	    /^\S+ LOGIN \S+ /im.test(said))
		wrong.add(`${device} ${port}: tried to log in: ${JSON.stringify(said.slice(0, 60))}`);
	if (/^PASS /im.test(said) && port !== 21)
		wrong.add(`${device} ${port}: tried a password`);
	if (port === 21 && /^USER (?!(anonymous|ftp)\r)/im.test(said))
		wrong.add(`${device} 21: another user than anonymous`);
	if (/^(STOR|STOU|APPE|DELE|MKD|RMD|RNFR|SITE|PUT|DELETE|PATCH) /i.test(said) ||
		(/^POST /.test(said) && !/#GetGenericPortMappingEntry"/.test(said)))
		wrong.add(`${device} ${port}: tried to write: ${JSON.stringify(said.slice(0, 60))}`);
	if (port === 5432 && payload[0] === 0x70)
		wrong.add(`${device} 5432: sent a password`);
}

function tcp(time, from, to, segment) {
	const sport = segment.readUInt16BE(0), dport = segment.readUInt16BE(2);
	const flags = segment[13], payload = segment.subarray((segment[12] >> 4) * 4);
	const outward = from === own;
	const device = outward ? to : from, port = outward ? dport : sport;
	const key = `${device} ${port} ${outward ? sport : dport}`;
	const [fin, syn, rst, ack] = [flags & 1, flags & 2, flags & 4, flags & 16];

	if (outward && syn && !ack && connections.get(key) !== segment.readUInt32BE(4)) {
		connections.set(key, segment.readUInt32BE(4)); // not the same, repeated
		started(device, time);
	}
	if (!outward && syn && ack && connections.has(key))
		opened(device, key);
	if (outward && syn && ack)
		wrong.add(`${device}: was let in at port ${sport}`);
	if (rst || (outward && fin))
		open.get(device)?.delete(key);
	if (outward && payload.length > 0) {
		if (PRINTERS.has(port))
			wrong.add(`${device} ${port}: ${payload.length} bytes sent`);
		passwords(device, port, payload);
	}
}

function udp(to, datagram) {
	const port = datagram.readUInt16BE(2), payload = datagram.subarray(8);

	// version 1 or 2c, then the community, right after SEQUENCE and its length.
	if (port === 161) {
		const at = payload[1] < 0x80 ? 2 : 2 + (payload[1] & 0x7f);
		const community = payload.subarray(at + 5, at + 5 + payload[at + 4]).toString();
		if (community !== 'public')
			wrong.add(`${to} 161: community ${JSON.stringify(community)}`);
	}
}

// What the header of a packet of our own must not say.
function header(time, packet, to) {
	const group = /^(22[4-9]|23\d)\./.test(to);

	if (to === '255.255.255.255' || to === `${network}.255`)
		wrong.add(`${to}: sent to everybody`);
	else if (!to.startsWith(`${network}.`) && !group)
		wrong.add(`${to}: outside of the network`);
	if ((packet[0] & 15) > 5)
		wrong.add(`${to}: options of IPv4`);
	if (!group)
		return;
	if (packet[8] !== 1)
		wrong.add(`${to}: may be carried ${packet[8]} hops`);
	firstGroup ||= time;
	lastGroup = time;
}

for (const [time, frame] of packets(fs.readFileSync(path))) {
	const type = frame.readUInt16BE(12);
	if (type === 0x0806 && address(frame, 28) === own)
		frames++;
	if (type !== 0x0800)
		continue;
	const packet = frame.subarray(14, 14 + frame.readUInt16BE(16));
	const from = address(packet, 12), to = address(packet, 16);
	const body = packet.subarray((packet[0] & 15) * 4);
	if (from === own) {
		frames++;
		header(time, packet, to);
	}
	if (packet[9] === 6 && (from === own || to === own))
		tcp(time, from, to, body);
	else if (packet[9] === 17 && from === own)
		udp(to, body);
}
for (const [device, most] of mostRate)
	if (most > RATE)
		wrong.add(`${device}: ${most} connections in a second`);
for (const [device, most] of mostOpen)
	if (most > OPEN)
		wrong.add(`${device}: ${most} connections at once`);
if (lastGroup - firstGroup > GROUPS)
	wrong.add(`groups were asked for ${lastGroup - firstGroup} s`);
if (silent && frames > 0)
	wrong.add(`${frames} frames sent without being asked to`);
if (!silent && connects === 0)
	wrong.add('no connection in the capture');
for (const line of wrong)
	console.log(line);
console.log(`${frames} frames, ${connects} connections, at most ` +
	`${Math.max(0, ...mostRate.values())} a second ` +
	`and ${Math.max(0, ...mostOpen.values())} at once per device`);
process.exitCode = wrong.size === 0 ? 0 : 1;
