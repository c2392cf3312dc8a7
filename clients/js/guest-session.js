/**
 * Sessions of guests, people without an account: see docs/rest.md.
 *
 * @typedef {object} GuestProfile all of it may be left out, the name too: then one is made up
 * @property {string} [username] 3 to 20 of `A-Z`, `a-z`, `0-9` and `_`
 * @property {string} [location]
 * @property {string} [gender]
 * @property {string} [language]
 *
 * @typedef {object} GuestUser
 * @property {string} id
 * @property {string} username
 * @property {boolean} isGuest
 * @property {string | null} [location]
 * @property {string | null} [gender]
 * @property {string | null} [language]
 *
 * @typedef {object} GuestSession
 * @property {string} token
 * @property {GuestUser} user
 */

/**
 * @param {string | URL} url the server's address, with the gateway's path if there is one
 * @param {GuestProfile} [profile]
 * @returns {Promise<GuestSession>} rejected with the reason in words when there can be none
 */
export async function beginGuestSession(url, profile = {}) {
  const address = apiAddress(url);
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(profile) }).catch(() => {
    throw new Error('The server does not answer.');
  });
  const body = await response.json().catch(() => ({}));
  if (response.status === 429) throw new Error(tooMany(Number(response.headers.get('Retry-After'))));
  if (!response.ok) throw new Error(fault(body) ?? `The server refused: HTTP ${response.status}.`);
  return body.data;
}

/**
 * @param {string | URL} url the server's address
 * @param {string} token the session's
 * @returns {Promise<RTCIceServer[]>} none where the server has none, or can't be asked
 */
export async function guestIceServers(url, token) {
  const address = apiAddress(url, '/ice-servers');
  try {
    const response = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
    return response.ok ? (await response.json()).data.iceServers : [];
  } catch {
    return []; // a call may do without
  }
}

/** @param {string | URL} url @param {string} [path] */
function apiAddress(url, path = '') {
  const address = new URL(url, globalThis.location?.href);
  address.pathname = address.pathname.replace(/\/?$/, `/api/guest${path}`);
  return address;
}

/** @param {number} seconds not a number when the server did not say */
function tooMany(seconds) {
  const when = seconds > 90 ? `in ${Math.ceil(seconds / 60)} minutes` : seconds > 0 ? `in ${seconds} s` : 'later';
  return `Too many guests came from this address. Try again ${when}.`;
}

/** @param {any} body a problem as RFC 9457 has it, perhaps with what is wrong by field */
function fault(body) {
  const [first] = Object.values(body.errors ?? {}).flat();
  return first ?? body.detail ?? body.message ?? body.title;
}
