import { listOf } from './words.js';

/**
 * @typedef {'idle' | 'connecting' | 'ready' | 'calling' | 'ringing' | 'incall' | 'ended' | 'error'} State
 * @typedef {import('./app.js').App} App
 * @typedef {import('./calls.js').Calls} Calls
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
  if (calls.ringing.size) return { state: 'ringing', words: ringing(names(calls, calls.ringing), calls.ringing.size) };
  if (calls.inCall) return { state: 'incall', words: inCall(calls) };
  if (calls.active.size) {
    const answered = [...calls.active.values()].some(call => call.state === 'connecting');
    return { state: 'calling', words: `${answered ? 'Connecting to' : 'Calling'} ${names(calls, calls.active)}…` };
  }
  if (calls.joined) return { state: 'calling', words: `${app.ended} Waiting for others in room ${session.room}.`.trim() };
  if (app.ended) return { state: 'ended', words: app.ended };
  return { state: 'ready', words: session.describe(target) };
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
