import { Emitter } from '/client/emitter.js';
import { LiveChannels } from '/client/live-channels.js';
import { LiveClient } from '/client/live.js';
import { explainLive, listOf } from '../words.js';

/**
 * @typedef {import('/client/live-wire.js').Channel} Channel
 *
 * @typedef {object} LiveChoice what the form says of a live room
 * @property {Channel} channel
 * @property {boolean} create whether one opens the room, as its host
 * @property {boolean} hls whether what one sends is packaged as HLS, too
 *
 * @typedef {object} Live what the stage needs beside a session
 * @property {LiveClient} client
 * @property {boolean} hls
 */

/** Behind the id of a user: this user's screen, which is a stream beside the camera's. */
const screenMark = ':screen';

/**
 * @param {import('../protocols.js').Settings} settings
 * @param {import('../protocols.js').SessionEvents} events
 * @returns {import('../protocols.js').Session}
 */
export function openLive({ url, target, access, live }, events) {
  const { channel, create, hls } = live;
  const client = new LiveClient({ url, roomId: target, userId: access.userId, token: access.token, channel, create });
  /** @type {Map<string, string>} user → name, also of those who have left */
  const names = new Map();
  const learn = () => client.publishers.forEach(({ userId, name }) => names.set(userId, name));
  const others = () => [...new Set(client.publishers.map(({ userId }) => userId))].filter(id => id !== access.userId);
  client.on('joined', () => (learn(), events.onready()));
  client.on('resumed', () => events.onready());
  client.on('publishers', () => (learn(), events.onpresence()));
  client.on('role', () => events.onpresence());
  client.on('error', ({ code, message, signal }) => {
    // What a stream's negotiation comes to its own state tells, in better words.
    const words = signal === 'ICE' || signal === 'ANSWER' ? '' : explainLive(code, target, message);
    if (words) events.onproblem(words);
  });
  client.on('retry', ({ reason, delay }) => events.onretry(reason, delay / 1000));
  client.on('close', ({ code, reason }) => events.onclose(explainLive(code, target, reason) || reason));
  /** @param {string} id @returns {string} */
  const nameOf = id => {
    if (id.endsWith(screenMark)) return `${nameOf(id.slice(0, -screenMark.length))}’s screen`;
    return names.get(id) ?? id;
  };
  return {
    self: access.userId,
    room: target,
    connection: client.connection,
    channels: channel === 'p2p' ? new LiveChannels(client) : noCalls(),
    ...(channel !== 'p2p' && { live: { client, hls } }),
    connect: () => client.connect(),
    leave: () => client.disconnect(),
    iceServers: async () => client.iceServers,
    callees: others,
    nameOf,
    describe: () => (others().length ? `In room ${target} with ${listOf(others().map(nameOf))}.` : `Alone in room ${target} so far.`),
  };
}

/** Where a media server stands between, nobody calls anybody. */
function noCalls() {
  return Object.assign(new Emitter(), {
    to() {
      throw new Error('Nobody is called in this room.');
    },
  });
}
