/** Called by eng/chaos: load on a cluster that runs, one fault after another, and what came of it. */
import { faults } from './faults.mjs';
import { Load, protocols } from './load.mjs';

const { CHAOS_URL: url, CHAOS_KEY: key, CHAOS_ADMIN: admin } = process.env;
const words = process.argv.slice(2);
const kinds = protocols.filter(kind => words.includes(kind));
const wanted = words.filter(word => !protocols.includes(word));
const names = Object.keys(faults).filter(name => wanted.length === 0 || wanted.some(word => name.includes(word)));
if (names.length === 0) throw new Error(`There is no such fault. There are: ${Object.keys(faults).join('; ')}`);

const load = await Load.start({ url, key, admin, kinds: kinds.length ? kinds : protocols });
let failed = 0;
for (const name of names) {
  const began = performance.now();
  const { kinds: each, trouble, ...all } = await load.while(faults[name]);
  const bad = all.lost + all.duplicated + all.reordered + all.away + all.rosters > 0;
  if (bad) failed++;
  console.log(`${bad ? 'FAILED' : 'ok'}: ${name} (${Math.round((performance.now() - began) / 1000)} s)`);
  for (const [kind, of] of [['all', all], ...Object.entries(each)])
    console.log(`    ${kind}: ${Object.entries(of).map(([what, count]) => `${what} ${Math.round(count)}`).join(', ')}`);
  for (const line of trouble) console.log(`    ${line}`);
}
load.stop();
console.log(`# pass ${names.length - failed}\n# fail ${failed}`);
process.exit(failed ? 1 : 0);
