import { listOf } from './words.js';

/**
 * @typedef {'idle' | 'connecting' | 'ready' | 'searching' | 'matched' | 'calling' | 'ringing' | 'incall' | 'ended'
 *   | 'error'} State
 * @typedef {import('./app.js').App} App
 * @typedef {NonNullable<App['calls']>} Calls
 */

/**
 * @param {App} app
 * @returns {{state: State, words: string}} where things stand, for the style sheet and for a person
 */
export function describe(app) {
  const { session, calls, setup } = app;
  const target = setup.target.value.trim();
  if (app.failure) return { state: 'error', words: app.failure };
  if (!session || !calls) return app.connecting ? connecting : { state: 'idle', words: 'Not connected' };
  if (!app.online && !calls.active.size) return connecting;
  if (app.office) return { state: calls.inCall ? 'incall' : 'ready', words: app.office.describe() };
  if (app.stage) return { state: calls.inCall || app.stage.playsHls ? 'incall' : 'ready', words: app.stage.describe() };
  if (calls.ringing.size) return { state: 'ringing', words: ringing(names(calls, calls.ringing), calls.ringing.size) };
  if (calls.inCall) return { state: 'incall', words: inCall(calls) };
  if (calls.active.size) {
    const answered = [...calls.active.values()].some(call => call.state === 'connecting');
    return { state: 'calling', words: `${answered ? 'Connecting to' : 'Calling'} ${names(calls, calls.active)}…` };
  }
  if (calls.joined) return { state: 'calling', words: `${app.ended} Waiting for others in room ${session.room}.`.trim() };
  if (app.desk) return describeGuest(app, app.desk);
  if (app.ended) return { state: 'ended', words: app.ended };
  return { state: 'ready', words: session.describe(target) };
}

/**
 * @param {App} app
 * @param {import('./guest-desk.js').GuestDesk} desk
 * @returns {{state: State, words: string}}
 */
function describeGuest({ ended, session }, { client, online }) {
  const others = countOthers(online);
  if (client.match) return { state: 'matched', words: `${ended} You are matched with ${client.match.user.username}.`.trim() };
  if (client.searching) return { state: 'searching', words: `Searching for somebody… ${others}`.trim() };
  if (ended) return { state: 'ended', words: ended };
  return { state: 'ready', words: `${session?.describe('')} ${others}`.trim() };
}

/** @param {number | null} online all guests who are connected, ourselves among them */
export function countOthers(online) {
  if (online === null) return '';
  const others = Math.max(0, online - 1);
  return others === 0 ? 'Nobody else is here yet.' : others === 1 ? '1 other is online.' : `${others} others are online.`;
}

/** @type {{state: State, words: string}} */
const connecting = { state: 'connecting', words: 'Connecting to the server…' };

/**
 * @param {string} who
 * @param {number} count
 */
export function ringing(who, count) {
  return `${who} ${count > 1 ? 'are' : 'is'} calling`;
}

/** @param {Calls} calls */
function inCall(calls) {
  const of = (/** @type {string} */ state) => new Map([...calls.active].filter(([, call]) => call.state === state));
  const connected = of('connected');
  const interrupted = of('interrupted');
  const parts = [];
  if (connected.size) parts.push(`In a call with ${names(calls, connected)}.`);
  if (interrupted.size)
    parts.push(`The connection to ${names(calls, interrupted)} is interrupted; waiting for its return.`);
  return parts.join(' ');
}

/**
 * @param {Calls} calls
 * @param {Map<string, unknown>} peers
 */
function names(calls, peers) {
  return listOf([...peers.keys()].map(calls.session.nameOf));
}
