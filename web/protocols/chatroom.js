import { ChatRoomChannels } from '/client/chatroom-channels.js';
import { ChatRoomClient } from '/client/chatroom.js';
import { listOf } from '../words.js';

/**
 * @param {import('../protocols.js').Settings} settings
 * @param {import('../protocols.js').SessionEvents} events
 * @returns {import('../protocols.js').Session}
 */
export function joinChatRoom({ url, target, access }, events) {
  const client = new ChatRoomClient({ url, roomId: access.roomId, token: access.token });
  /** @type {Map<string, string>} account → name, also of those who have left */
  const names = new Map();
  const learn = () => client.participants.forEach(({ accountId, name }) => names.set(accountId, name));
  const changed = () => (learn(), events.onpresence());
  client.on('welcome', () => (learn(), events.onready()));
  client.on('joined', changed);
  client.on('left', changed);
  client.on('error', ({ code, message }) => code === 'peer_unavailable' || events.onproblem(message));
  client.on('retry', ({ reason, delay }) => events.onretry(reason, delay / 1000));
  client.on('close', ({ reason }) => events.onclose(reason));
  const nameOf = (/** @type {string} */ id) => names.get(id) ?? id;
  return {
    self: access.userId,
    connection: client.connection,
    channels: new ChatRoomChannels(client),
    connect: () => client.connect(),
    leave: () => client.disconnect(),
    iceServers: () => fetchIceServers(url, access.token),
    callees: () => [...client.participants.keys()].filter(id => id !== client.userId),
    nameOf,
    describe() {
      const others = [...client.participants.keys()].map(nameOf);
      return others.length ? `In room ${target} with ${listOf(others)}.` : `Alone in room ${target} so far.`;
    },
  };
}

/**
 * @param {string} url
 * @param {() => Promise<string>} token
 * @returns {Promise<RTCIceServer[]>} none when the server cannot say: peers in one network need none
 */
async function fetchIceServers(url, token) {
  const headers = { Authorization: `Bearer ${await token()}` };
  const response = await fetch(new URL('/api/ice-servers', url), { headers }).catch(() => null);
  if (!response?.ok) return [];
  return (await response.json()).iceServers ?? [];
}
