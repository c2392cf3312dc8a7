/**
 * @typedef {object} Access who one is, and the proof of it
 * @property {string} userId
 * @property {string} roomId the room's GUID, for protocols that need one
 * @property {() => Promise<string>} token a valid one: a demo token about to expire is replaced
 */

/** A token with less time than this left, in seconds, is not worth connecting with. */
const leastLifetime = 30;

/**
 * In Development the server hands out tokens for the demo.
 *
 * @param {string} url
 * @param {string} user
 * @param {string} room its name; protocols without rooms name any
 * @param {string} role in worlds
 * @returns {Promise<Access | null>} null when this server does not
 */
export async function demoAccess(url, user, room, role) {
  const first = await fetchSession(url, user, room, role);
  if (!first) return null;
  let { token } = first;
  return {
    userId: first.userId,
    roomId: first.roomId ?? '',
    async token() {
      const { exp } = claims(token);
      if (exp && exp - Date.now() / 1000 < leastLifetime) token = (await fetchSession(url, user, room, role))?.token ?? token;
      return token;
    },
  };
}

/**
 * @param {string} token pasted by the user
 * @param {string} roomId
 * @returns {Access | string} or what is wrong with it, in words
 */
export function ownAccess(token, roomId) {
  const { sub, exp } = claims(token);
  if (!sub) return 'That is not an access token: it has to be a JWT with a “sub”.';
  if (exp && exp < Date.now() / 1000) return 'That access token has expired.';
  return { userId: sub, roomId, token: async () => token };
}

/**
 * @param {string} url
 * @param {string} user
 * @param {string} room
 * @param {string} role
 */
async function fetchSession(url, user, room, role) {
  const query = new URLSearchParams({ user, room, role });
  const response = await fetch(new URL(`/demo/session?${query}`, url)).catch(() => {
    throw new Error('The server does not answer. Is it running?');
  });
  if (response.status === 404 || response.status === 403) return null; // not in Production, and not to strangers
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.detail ?? body.title ?? `The server refused: HTTP ${response.status}.`);
  return body;
}

/**
 * @param {string} token
 * @returns {{sub?: string, exp?: number, roles?: string | string[]}} what the token claims; verifying it is the server's
 *   task
 */
export function claims(token) {
  try {
    const base64 = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return {};
  }
}
