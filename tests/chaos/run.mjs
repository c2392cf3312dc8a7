/** Called by eng/chaos: load on a cluster that runs, one fault after another, and what came of it. */
import { faults } from './faults.mjs';
import { Load } from './load.mjs';

const { CHAOS_URL: url, CHAOS_KEY: key, CHAOS_ADMIN: admin } = process.env;
const wanted = process.argv.slice(2);
const names = Object.keys(faults).filter(name => wanted.length === 0 || wanted.some(word => name.includes(word)));
if (names.length === 0) throw new Error(`There is no such fault. There are: ${Object.keys(faults).join('; ')}`);

const load = await Load.start({ url, key, admin, rooms: 12, circles: 6, members: 3, perSecond: 5 });
let failed = 0;
for (const name of names) {
  const began = performance.now();
  const { slowest, kinds, trouble, ...counted } = await load.while(faults[name]);
  const bad = counted.lost + counted.duplicated + counted.reordered + counted.away + counted.rosters > 0;
  if (bad) failed++;
  console.log(`${bad ? 'FAILED' : 'ok'}: ${name} (${Math.round((performance.now() - began) / 1000)} s)`);
  console.log(`    ${Object.entries(counted).map(([what, count]) => `${what} ${count}`).join(', ')}, slowest ${Math.round(slowest)} ms`);
  for (const line of trouble) console.log(`    ${line}`);
  for (const [kind, of] of Object.entries(kinds))
    console.log(`    ${kind}: ${Object.entries(of).map(([what, count]) => `${what} ${count}`).join(', ')}`);
}
load.stop();
console.log(`# pass ${names.length - failed}\n# fail ${failed}`);
process.exit(failed ? 1 : 0);
