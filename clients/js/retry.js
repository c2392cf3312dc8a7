/**
 * What a close code says about trying again. The 44xx and 4503 codes are Parley's own, shared by all its protocols;
 * the others are those of RFC 6455 section 7.4.1.
 */

/** After these the same attempt would fail again, or the server has said that it wants no other. */
const finalCodes = new Map([
  [1000, 'closed'],
  [1002, 'the server met a protocol error'],
  [1003, 'the server does not take this kind of message'],
  [1007, 'the server met invalid text'],
  [1008, 'removed by the server'],
  [1010, 'a WebSocket extension is missing'],
  [4400, 'the server does not understand this client'],
  [4401, 'the token was refused'],
  [4403, 'not allowed here'],
  [4409, 'replaced by a newer connection'],
]);

/** Our own word for giving a socket up without going: the server takes it for a lost connection. */
export const comingBack = 4410;

/** The least wait after a 4429, in milliseconds: the server's rate limit looks back ten seconds. */
const rateLimitWait = 10_000;

/**
 * @param {number} code the WebSocket close code
 * @returns {boolean} whether connecting again makes sense
 */
export function mayReconnect(code) {
  return !finalCodes.has(code);
}

/**
 * @param {number} code
 * @returns {string} the reason for a person to read, when the server gave none
 */
export function describeClose(code) {
  return finalCodes.get(code) ?? 'the connection was lost';
}

/**
 * Exponential backoff with full jitter: anywhere between nothing and the ceiling, and the ceiling doubles. After a
 * server's restart its clients therefore do not come back all at once.
 *
 * @param {number} attempt how many attempts have failed since the last success, from 0
 * @param {number} code the close code of the last one
 * @param {{minDelay: number, maxDelay: number, random: () => number}} options delays in milliseconds
 * @returns {number} how long to wait, in milliseconds
 */
export function retryDelay(attempt, code, { minDelay, maxDelay, random }) {
  const ceiling = Math.min(maxDelay, minDelay * 2 ** Math.min(attempt, 30));
  return (code === 4429 ? rateLimitWait : 0) + random() * ceiling;
}
