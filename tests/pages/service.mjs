// SPDX-License-Identifier: Apache-2.0
// What the tests of the service in a browser need alike.
import { createHmac } from 'node:crypto';
import net from 'node:net';
import assert from 'node:assert/strict';

export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// RFC 6238, as a telephone's app does.
export function totp(secret, time = Date.now()) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(time / 30000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

// Wait, twenty seconds at most, for what a process that was started does.
export async function until(what, ready, child) {
  for (let i = 0; i < 200; i++) {
    if (await ready()) return;
    if (child && child.exitCode !== null) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(`${what} did not start: ${child?.said ?? ''}`);
}
