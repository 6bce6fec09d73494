// SPDX-License-Identifier: Apache-2.0
// Whether two looks at one network found the same, but for how a device was
// found first, which is a matter of who answers sooner.
//   node same.mjs FACTS FACTS
import fs from 'node:fs';

const [first, second] = process.argv.slice(2)
	.map(path => JSON.parse(fs.readFileSync(path, 'utf8')).facts);
const names = [...new Set([...Object.keys(first), ...Object.keys(second)])]
	.filter(name => name.startsWith('lan.'));
const wrong = [];
let compared = 0;

const row = value => {
	if (value === null || typeof value !== 'object')
		return JSON.stringify(value);
	const { found, ...rest } = value;
	return JSON.stringify(Object.entries(rest).sort());
};
const rows = fact => new Set((Array.isArray(fact?.value) ? fact.value : [fact?.value ?? null]).map(row));

for (const name of names) {
	// The interface has another name on each system.
	if (name === 'lan.ranges')
		continue;
	if (first[name]?.state !== second[name]?.state)
		wrong.push(`${name}: ${first[name]?.state}, ${second[name]?.state}`);
	const one = rows(first[name]), other = rows(second[name]);
	for (const text of one)
		if (!other.has(text))
			wrong.push(`${name}: only the first has ${text}`);
	for (const text of other)
		if (!one.has(text))
			wrong.push(`${name}: only the second has ${text}`);
	compared += one.size;
}

for (const line of wrong)
	console.log(line);
console.log(`${compared} rows, ${wrong.length} differences`);
process.exit(wrong.length > 0 || compared < 20 ? 1 : 0);
