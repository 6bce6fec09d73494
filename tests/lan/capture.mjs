// SPDX-License-Identifier: Apache-2.0
// Frames of a pcap file that this machine wrote.

// [seconds, frame] of each.
export function* packets(file) {
	if (file.readUInt32LE(0) !== 0xa1b2c3d4)
		throw new Error('not a pcap file of this machine');
	for (let at = 24; at + 16 <= file.length;) {
		const length = file.readUInt32LE(at + 8);
		const time = file.readUInt32LE(at) + file.readUInt32LE(at + 4) / 1e6;
		yield [time, file.subarray(at + 16, at + 16 + length)];
		at += 16 + length;
	}
}

// The IPv4 address at that place.
export function address(bytes, at) {
	return [...bytes.subarray(at, at + 4)].join('.');
}
