import { GuestCallChannels } from '/client/guestcall-channels.js';
import { guestIceServers } from '/client/guest-session.js';
import { GuestCallClient } from '/client/guestcall.js';
import { io } from '/vendor/socket.io.esm.min.js';
import { keep, kept } from '../kept.js';

/**
 * @param {import('../protocols.js').Settings} settings
 * @param {import('../protocols.js').SessionEvents} events
 * @returns {import('../protocols.js').Session}
 */
export function openGuests({ url, name }, events) {
  /** @type {import('/client/guest-session.js').GuestSession | null} */
  const session = kept('guest');
  const username = name || session?.user.username;
  const client = new GuestCallClient({
    url,
    io,
    session,
    profile: username ? { username } : {},
    options: transports(),
  });
  /** @type {Map<string, string>} id → name, also of those who were matched before */
  const names = new Map();
  listen(client, names, events);
  return {
    get self() {
      return client.userId;
    },
    room: '',
    connection: client,
    channels: new GuestCallChannels(client),
    guests: client,
    connect: () => client.connect(),
    leave: () => client.disconnect(),
    iceServers: async () => (client.session ? guestIceServers(url, client.session.token) : []),
    callees: () => (client.match ? [client.match.user.id] : []),
    nameOf: id => names.get(id) ?? 'Somebody',
    describe: () => `Connected as ${client.session?.user.username}.`,
  };
}

/**
 * @param {GuestCallClient} client
 * @param {Map<string, string>} names
 * @param {import('../protocols.js').SessionEvents} events
 */
function listen(client, names, events) {
  client.on('session', session => keep('guest', session));
  client.on('matched', ({ user }) => names.set(user.id, user.username));
  client.on('established', () => events.onready());
  client.on('error', ({ about, message, retryAfterMs }) => {
    // What a call's two sides do at the same moment may cross; the call itself tells how it went.
    if (about !== 'call' || retryAfterMs) events.onproblem(message);
  });
  client.on('retry', ({ reason }) => events.onretry(reason));
  client.on('close', ({ reason }) => events.onclose(reason));
}

/** `?transport=polling` in the page's address shows that calls do without WebSockets too. */
function transports() {
  const only = new URLSearchParams(location.search).get('transport');
  return only ? { transports: [only] } : {};
}
