// Make coordinator/communes.csv, the list of communes that kits are made from,
// out of npm's @etalab/decoupage-administratif:
//   npm install --prefix FOLDER @etalab/decoupage-administratif@6.0.0
//   node packaging/communes.mjs FOLDER >coordinator/communes.csv
// The same package gives the same bytes. Its index.js reads its files beside
// the current folder, so they are read by their paths.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const name = '@etalab/decoupage-administratif';
const root = join(process.argv[2], 'node_modules', name);
const read = file => JSON.parse(readFileSync(join(root, file), 'utf8'));
const { version } = read('package.json');
const communes = read('data/communes.json');
const groups = read('data/epci.json');
const departments = read('data/departements.json').concat(
	// The overseas collectivities are in no list of départements.
	[['975', 'Saint-Pierre-et-Miquelon'], ['977', 'Saint-Barthélemy'],
		['978', 'Saint-Martin'], ['984', 'Terres australes et antarctiques françaises'],
		['986', 'Wallis-et-Futuna'], ['987', 'Polynésie française'],
		['988', 'Nouvelle-Calédonie'], ['989', 'Île de Clipperton']]
		.map(([code, nom]) => ({ code, nom })));

const byCode = (a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
const line = (...fields) => {
	for (const field of fields)
		if (/[;\n\r]/.test(field)) throw new Error(`cannot be written: ${field}`);
	return fields.join(';');
};

// Which EPCI a commune belongs to stands with the EPCI alone.
const group = new Map();
for (const epci of groups)
	for (const { code } of epci.membres) {
		if (group.has(code)) throw new Error(`${code} is in two EPCI`);
		group.set(code, epci.code);
	}

const current = communes.filter(c => c.type === 'commune-actuelle').sort(byCode);
const codes = new Set(current.map(c => c.code));
const used = new Set(current.map(c => c.departement));
const known = new Map(departments.map(d => [d.code, d.nom]));
for (const code of used)
	if (!known.has(code)) throw new Error(`département ${code} has no name`);

// Codes that are no commune's any more, and whose they became. Those that lie
// in a commune of today are of two kinds: merged ones and old numbers.
const old = new Map();
for (const c of current)
	for (const code of c.anciensCodes ?? [])
		if (!codes.has(code)) old.set(code, c.code);
for (const c of communes) {
	const now = c.chefLieu ?? c.commune;
	if (c.type !== 'commune-actuelle' && !codes.has(c.code) && codes.has(now))
		old.set(c.code, now);
}

const out = [
	`# Communes de France, réduites de ${name} ${version} par packaging/communes.mjs.`,
	'# Données : INSEE (code officiel géographique, populations), DGCL (EPCI, SIREN),',
	'# La Poste (codes postaux), millésime 2026, sous Licence Ouverte d’Etalab.',
	'# D;code;département - E;SIREN;EPCI - C;INSEE;commune;SIREN;département;région;EPCI;population;codes postaux - A;ancien code;code',
	...[...used].sort().map(code => line('D', code, known.get(code))),
	...[...groups].sort(byCode).map(e => line('E', e.code, e.nom)),
	...current.map(c => line('C', c.code, c.nom, c.siren ?? '', c.departement, c.region,
		group.get(c.code) ?? '', String(c.population ?? ''), (c.codesPostaux ?? []).join(' '))),
	...[...old].sort().map(([from, to]) => line('A', from, to)),
];
process.stdout.write(out.join('\n') + '\n');
