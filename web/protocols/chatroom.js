import { ChatRoomChannels } from '/client/chatroom-channels.js';
import { ChatRoomClient } from '/client/chatroom.js';
import { listOf } from '../words.js';

/**
 * @param {import('../protocols.js').Settings} settings
 * @param {import('../protocols.js').SessionEvents} events
 * @returns {import('../protocols.js').Session}
 */
export function joinChatRoom({ url, access }, events) {
  const client = new ChatRoomClient({ url, roomId: access.roomId, token: access.token });
  /** @type {Map<string, string>} account → name, also of those who have left */
  const names = new Map();
  const learn = () => client.participants.forEach(({ accountId, name }) => names.set(accountId, name));
  const changed = () => (learn(), events.onpresence());
  client.on('welcome', () => (learn(), events.onready()));
  client.on('resumed', () => events.onready());
  client.on('joined', changed);
  client.on('left', changed);
  client.on('error', ({ code, message }) => code === 'peer_unavailable' || events.onproblem(message));
  client.on('retry', ({ reason, delay }) => events.onretry(reason, delay / 1000));
  client.on('close', ({ reason }) => events.onclose(reason));
  const nameOf = (/** @type {string} */ id) => names.get(id) ?? id;
  let room = '';
  let left = false;
  return {
    get room() {
      return room;
    },
    self: access.userId,
    connection: client.connection,
    channels: new ChatRoomChannels(client),
    async connect() {
      room = await fetchRoomName(url, access);
      if (!left) await client.connect();
    },
    leave() {
      left = true;
      client.disconnect();
    },
    iceServers: () => fetchIceServers(url, access),
    callees: () => [...client.participants.keys()].filter(id => id !== client.userId),
    nameOf,
    describe() {
      const others = [...client.participants.keys()].map(nameOf);
      return others.length ? `In room ${room} with ${listOf(others)}.` : `Alone in room ${room} so far.`;
    },
  };
}

/**
 * Also tells why one may not enter: browsers keep to themselves why a WebSocket was refused.
 *
 * @param {string} url
 * @param {import('../access.js').Access} access
 * @returns {Promise<string>} the id when the server cannot say
 */
async function fetchRoomName(url, access) {
  const response = await get(`/api/chat/${encodeURIComponent(access.roomId)}`, url, access);
  const { name, title, detail } = (await response?.json().catch(() => null)) ?? {};
  if (response && [401, 403, 404].includes(response.status))
    throw new Error(detail ?? title ?? `The server refused: HTTP ${response.status}.`);
  return name ?? access.roomId;
}

/**
 * @param {string} url
 * @param {import('../access.js').Access} access
 * @returns {Promise<RTCIceServer[]>} none when the server cannot say: peers in one network need none
 */
async function fetchIceServers(url, access) {
  const response = await get('/api/ice-servers', url, access);
  return response?.ok ? (await response.json()).iceServers ?? [] : [];
}

/**
 * @param {string} path
 * @param {string} url
 * @param {import('../access.js').Access} access
 * @returns {Promise<Response | null>} null when the server does not answer
 */
async function get(path, url, { token }) {
  const headers = { Authorization: `Bearer ${await token()}` };
  return fetch(new URL(path, url), { headers }).catch(() => null);
}
