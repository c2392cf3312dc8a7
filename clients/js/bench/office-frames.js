// How long the office's frames take with many people in sight: real walkers over the wire, a real page in Chromium.
//   node bench/office-frames.js http://127.0.0.1:8080 [people=50] [seconds=15]
// The server is Parley in Development. Media is left out: what is measured is the map and the people on it.
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import { openPage } from '../test/chromium.js';
import { WorldMap } from '../world-map.js';
import { Walker } from '../world-walker.js';
import { WorldClient } from '../world.js';

const [server = 'http://127.0.0.1:8080', people = '50', seconds = '15'] = process.argv.slice(2);

async function session(user) {
  const response = await fetch(new URL(`/demo/session?user=${user}&room=lobby`, server));
  if (!response.ok) throw new Error(`No demo session: HTTP ${response.status}. The server has to run in Development.`);
  return response.json();
}

async function walker(index, map) {
  const { token } = await session(`walker-${index}`);
  const client = new WorldClient({ url: server, worldId: 'office', token, connection: { WebSocket } });
  await client.connect();
  const self = new Walker(client, map);
  const { bounds } = map.zone('lobby');
  const timer = setInterval(() => {
    self.at(performance.now());
    if (self.moving || self.path.length) return;
    const x = bounds.x + Math.floor(Math.random() * bounds.width);
    const y = bounds.y + Math.floor(Math.random() * bounds.height);
    if (self.isFree(x, y)) self.goTo({ x, y });
  }, 33);
  return { client, stop: () => (clearInterval(timer), client.disconnect()) };
}

/** Runs in the page. */
async function measure(milliseconds) {
  const { view } = parley.office;
  const from = view.times.count;
  const long = [];
  new PerformanceObserver(list => long.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  await new Promise(resolve => setTimeout(resolve, milliseconds));
  const kept = view.times.work.length;
  const count = Math.min(kept, view.times.count - from);
  const last = array => Array.from({ length: count }, (_, i) => array[(view.times.count - 1 - i) % kept]).sort((a, b) => a - b);
  const at = (sorted, part) => Number(sorted[Math.floor((sorted.length - 1) * part)].toFixed(2));
  const summary = array => ({ p50: at(array, 0.5), p95: at(array, 0.95), p99: at(array, 0.99), max: at(array, 1) });
  const frames = view.times.count - from;
  return {
    people: view.figures.size,
    walking: [...view.figures.values()].filter(({ body }) => body.moving).length,
    framesPerSecond: Number(((frames * 1000) / milliseconds).toFixed(1)),
    work: summary(last(view.times.work)),
    between: summary(last(view.times.between)),
    longTasks: long.length,
  };
}

const page = await openPage({ more: ['--window-size=1280,800'] });
const walkers = [];
try {
  const { token } = await session('walker-0');
  const file = await (await fetch(new URL('/api/worlds/office', server), { headers: { Authorization: `Bearer ${token}` } })).json();
  await page.evaluate(address => void setTimeout(() => (location.href = address)), `${server}/?protocol=world&name=watcher&auto=1`);
  for (let tries = 0; !(await page.evaluate(() => globalThis.parley?.office?.view != null).catch(() => false)); tries++) {
    if (tries > 200) throw new Error('The page did not enter the office.');
    await pause(100);
  }
  await page.evaluate(() => parley.calls.worldMedia.close());
  const map = new WorldMap(file);
  for (let i = 1; i < Number(people); i++) walkers.push(await walker(i, map));
  await pause(3000);
  console.log(JSON.stringify(await page.evaluate(measure, Number(seconds) * 1000), null, 1));
} finally {
  for (const { stop } of walkers) stop();
  await page.close();
}
