// SPDX-License-Identifier: Apache-2.0
// The good replies of a captured scan, for the farm to spoil.
//   node record.mjs CAPTURE OWN-ADDRESS FOLDER
// FOLDER/PORT: the longest conversation on that TCP port, what the device said
// before each question of ours; FOLDER/PORT.udp: its longest datagram. Each
// piece after its length (four bytes, big end first).
import fs from 'node:fs';
import { packets, address } from './capture.mjs';

const [capture, own, folder] = process.argv.slice(2);
const talks = new Map();
const best = new Map();

function tcp(from, to, segment) {
	const payload = segment.subarray((segment[12] >> 4) * 4);
	const [sport, dport] = [segment.readUInt16BE(0), segment.readUInt16BE(2)];
	const [device, port, ours] = from === own ? [to, dport, sport] : [from, sport, dport];
	const key = `${device} ${port} ${ours}`;
	const talk = talks.get(key) ?? { port, turns: [[]], next: 0 };
	const sequence = segment.readUInt32BE(4);

	talks.set(key, talk);
	if (payload.length === 0)
		return;
	if (from === own) {
		if (talk.heard !== sequence)
			talk.turns.push([]);
		talk.heard = sequence;
	} else if (sequence >= talk.next) {
		talk.turns.at(-1).push(payload);
		talk.next = sequence + payload.length;
	}
}

function keep(name, turns) {
	const size = turns.reduce((sum, turn) => sum + turn.length, 0);
	if (size > 0 && size > (best.get(name)?.size ?? 0))
		best.set(name, { size, turns });
}

for (const [, frame] of packets(fs.readFileSync(capture))) {
	if (frame.readUInt16BE(12) !== 0x0800)
		continue;
	const packet = frame.subarray(14, 14 + frame.readUInt16BE(16));
	const [from, to] = [address(packet, 12), address(packet, 16)];
	const body = packet.subarray((packet[0] & 15) * 4);
	if (packet[9] === 6)
		tcp(from, to, body);
	else if (packet[9] === 17 && to === own)
		keep(`${body.readUInt16BE(0)}.udp`, [body.subarray(8)]);
}
for (const talk of talks.values())
	keep(`${talk.port}`, talk.turns.slice(0, 32).map(turn => Buffer.concat(turn)));
fs.mkdirSync(folder, { recursive: true });
for (const [name, { turns }] of best) {
	const pieces = turns.flatMap(turn => {
		const head = Buffer.alloc(4);
		head.writeUInt32BE(Math.min(turn.length, 16384));
		return [head, turn.subarray(0, 16384)];
	});
	fs.writeFileSync(`${folder}/${name}`, Buffer.concat(pieces));
}
console.log(`${best.size} replies recorded`);
process.exitCode = best.size > 0 ? 0 : 1;
