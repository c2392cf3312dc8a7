import { claims } from '../access.js';
import { Emitter } from '/client/emitter.js';
import { WorldMap } from '/client/world-map.js';
import { WorldClient } from '/client/world.js';
import { explainWorldError } from '../words.js';

/**
 * @typedef {object} World what the office needs beside a session
 * @property {WorldClient} client
 * @property {WorldMap | null} map there once the session is connected
 * @property {() => Promise<boolean>} refresh looks whether the map has been edited, and takes the newer one
 * @property {string[]} roles as the token has them; the server decides by itself
 */

/**
 * @param {import('../protocols.js').Settings} settings
 * @param {import('../protocols.js').SessionEvents} events
 * @returns {import('../protocols.js').Session}
 */
export function enterWorld({ url, target, access }, events) {
  const client = new WorldClient({ url, worldId: target, token: access.token });
  /** @type {Map<string, string>} user → name, also of those who have left */
  const names = new Map();
  const learn = () => client.peers.forEach(({ userId, displayName }) => names.set(userId, displayName));
  /** @type {World} */
  const world = { client, map: null, roles: [], refresh };
  let [left, tag] = [false, ''];
  async function refresh() {
    const found = await fetchWorld(url, target, access);
    if (found.tag === tag) return false;
    tag = found.tag;
    world.map = new WorldMap(found.file);
    world.roles = found.roles;
    return true;
  }
  client.on('state', () => (learn(), events.onready()));
  client.on('resumed', () => events.onready());
  for (const name of /** @type {const} */ (['zone', 'joined', 'left', 'topology']))
    client.on(name, () => (learn(), events.onpresence()));
  listenToProblems(client, events);
  return {
    get self() {
      return client.user?.userId ?? access.userId;
    },
    room: '',
    connection: client.connection,
    channels: Object.assign(new Emitter(), { to: () => { throw new Error('The zone calls by itself.'); } }),
    world,
    async connect() {
      await refresh();
      if (!left) await client.connect();
    },
    leave() {
      left = true;
      client.disconnect();
    },
    iceServers: async () => [],
    callees: () => [],
    nameOf: id => names.get(id) ?? id,
    describe: () => '',
  };
}

const replaced = 'You have come into the office from elsewhere, so you have left it here.';

/**
 * @param {WorldClient} client
 * @param {import('../protocols.js').SessionEvents} events
 */
function listenToProblems(client, events) {
  let problem = '';
  client.on('error', error => {
    problem = explainWorldError(error, client.entered);
    if (problem && client.entered) events.onproblem(problem);
  });
  client.on('state', () => (problem = ''));
  client.on('retry', ({ reason, delay }) => events.onretry(reason, delay / 1000));
  client.on('close', ({ code, reason }) => events.onclose(problem || (code === 4409 ? replaced : reason)));
}

/**
 * Also tells why one may not enter: browsers keep to themselves why a WebSocket was refused.
 *
 * @param {string} url
 * @param {string} worldId
 * @param {import('../access.js').Access} access
 * @returns {Promise<{file: import('/client/world-map.js').WorldFile, tag: string, roles: string[]}>} `tag` changes with the file
 */
async function fetchWorld(url, worldId, { token }) {
  const proof = await token();
  const response = await fetch(new URL(`/api/worlds/${encodeURIComponent(worldId)}`, url), {
    headers: { Authorization: `Bearer ${proof}` },
    cache: 'no-cache', // an old one is asked about: 304 costs nothing
  }).catch(() => {
    throw new Error('The server does not answer. Is it running?');
  });
  if (response.status === 404) throw new Error(`There is no office “${worldId}” on this server. Check its name.`);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.detail ?? body.title ?? `The server refused: HTTP ${response.status}.`);
  const { roles } = claims(proof);
  const tag = response.headers.get('ETag') ?? '';
  return { file: body, tag, roles: Array.isArray(roles) ? roles : roles ? [roles] : [] };
}
