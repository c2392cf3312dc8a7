import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sleep } from './load.mjs';

const command = fileURLToPath(new URL('../../eng/cluster', import.meta.url));
const eachNode = [1, 2, 3];

/** What may happen to three nodes, one thing after another; each ends when all is as it was. */
export const faults = {
  'nothing': () => sleep(3_000),
  'drain each node, and start it anew': () => each(async node => {
    await cluster('drain', node);
    await until(node, '"drained"');
    await cluster('stop', node);
    await cluster('start', node);
  }),
  'SIGTERM to each node': () => each(async node => {
    await cluster('stop', node);
    await cluster('start', node);
  }),
  'SIGKILL to each node': () => each(async node => {
    await cluster('kill', node);
    await sleep(3_000);
    await cluster('start', node);
  }),
  'a node stands still for 20 s': async () => {
    await cluster('pause', 2);
    await sleep(20_000);
    await cluster('resume', 2);
    await settled();
  },
  // Nodes speak through the broker and no other way: what cuts a node off from its peers cuts it, or them, off from that.
  'a node is cut off from the broker for 20 s': () => cut(2),
  'two nodes are cut off from the broker for 20 s, and so from the third': () => cut(2, 3),
  'all nodes are cut off from the broker for 20 s': () => cut(1, 2, 3),
  'the broker is killed': async () => {
    await cluster('kill', 'broker');
    await cluster('start', 'broker');
    await settled();
  },
  'the database is restarted': async () => {
    await cluster('stop', 'database');
    await sleep(2_000);
    await cluster('start', 'database');
    await settled();
  },
};

/** @param {(node: number) => Promise<void>} what */
async function each(what) {
  for (const node of eachNode) {
    await what(node);
    await settled();
  }
}

/** @param {number[]} nodes */
async function cut(...nodes) {
  for (const node of nodes) await cluster('cut', node);
  await sleep(20_000);
  for (const node of nodes) await cluster('heal', node);
  await settled();
}

/** Waits until every node says that all is well. */
async function settled() {
  for (const node of eachNode) await until(node, ': 200 ready');
}

/** Waits until the line of a node in `eng/cluster status` says so. */
async function until(node, words) {
  const deadline = performance.now() + 40_000;
  while (!(await cluster('status')).split('\n').some(line => line.startsWith(`node${node} `) && line.includes(words))) {
    if (performance.now() > deadline) throw new Error(`node ${node} did not come to ${words}:\n${await cluster('status')}`);
    await sleep(200);
  }
}

async function cluster(...args) {
  const { stdout } = await promisify(execFile)(command, args.map(String));
  return stdout;
}
