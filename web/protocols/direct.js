import { DirectChannels } from '/client/direct-channels.js';
import { DirectClient } from '/client/direct.js';

/** Errors that a call's own state already tells. */
const toldByTheCall = new Set(['peer_unavailable', 'signal_timeout', 'connection_lost']);

/**
 * @param {import('../protocols.js').Settings} settings
 * @param {import('../protocols.js').SessionEvents} events
 * @returns {import('../protocols.js').Session}
 */
export function openDirect({ url, target, access }, events) {
  const client = new DirectClient({
    url,
    userId: access.userId,
    token: access.token,
    contacts: target ? [target] : [],
  });
  /** @type {Map<string, string>} user → status */
  const presence = new Map();
  listen(client, presence, events);
  return {
    self: access.userId,
    room: '',
    connection: client.connection,
    channels: new DirectChannels(client),
    connect: () => client.connect(),
    leave: () => client.disconnect(),
    iceServers: async () => client.iceServers,
    callees: user => (user && user !== access.userId ? [user] : []),
    nameOf: id => id,
    describe(user) {
      const status = presence.get(user);
      return `Connected as ${access.userId}.${status ? ` ${user} is ${status}.` : ''}`;
    },
  };
}

/**
 * @param {DirectClient} client
 * @param {Map<string, string>} presence
 * @param {import('../protocols.js').SessionEvents} events
 */
function listen(client, presence, events) {
  client.on('registered', ({ peers }) => {
    for (const peer of peers) presence.set(peer.user_id, peer.status);
    events.onready();
  });
  client.on('resumed', () => events.onready());
  client.on('status', ({ userId, status, toMe }) => {
    if (!toMe) presence.set(userId, status);
    events.onpresence();
  });
  let problem = '';
  client.on('error', ({ code, message }) => {
    problem = message;
    if (!toldByTheCall.has(code)) events.onproblem(message);
  });
  client.on('retry', ({ reason, delay }) => events.onretry(reason, delay / 1000));
  // A close frame has room for 123 bytes of reason; the error before it says it in full.
  client.on('close', ({ reason }) => events.onclose(problem.startsWith(reason) ? problem : reason));
}
