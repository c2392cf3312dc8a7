/**
 * @typedef {'m2m' | 'a2m' | 'p2p' | 'p2m'} Channel many to many, the same with sound only, two users without a media
 *   server, one to many by HLS
 * @typedef {'stream' | 'screenshare'} Category
 *
 * @typedef {object} SessionName
 * @property {string} userId
 * @property {string} sessionId
 *
 * @typedef {SessionName & {category: Category, host: string, deviceId: string}} SessionInfo
 *
 * @typedef {object} Publisher
 * @property {string} userId
 * @property {string} sessionId
 * @property {Category} category
 * @property {string} name for a person
 * @property {boolean} audio
 * @property {boolean} video
 * @property {string | null} hls where its playlist is, if it is packaged as HLS and the server says so
 */

/**
 * @param {string} action
 * @param {object} data
 */
export function envelope(action, data) {
  return { action, data };
}

/** @param {Record<string, any>} entry of `pps` @returns {Publisher} */
export function readPublisher({ id, sessionId, category, username, fullname, audio, video, hls }) {
  return {
    userId: id,
    sessionId,
    category: category ?? 'stream',
    name: fullname || username || id,
    audio: Boolean(audio),
    video: Boolean(video),
    hls: hls ?? null,
  };
}

/**
 * A candidate as it is written in `sdp`: a raw line, or what a browser makes of one.
 *
 * @param {string | null | undefined} text
 * @returns {RTCIceCandidateInit | null} `null`: there will be no more
 */
export function readCandidate(text) {
  if (!text) return null;
  if (!text.startsWith('{')) return { candidate: text.replace(/^a=/, ''), sdpMLineIndex: 0 };
  const candidate = JSON.parse(text);
  return candidate.candidate ? candidate : null;
}

/**
 * A browser can set no header here, so the token goes into the query.
 *
 * @param {string} url
 * @param {string | (() => string | Promise<string>)} token
 */
export async function socketAddress(url, token) {
  const address = new URL(url, globalThis.location?.href);
  address.protocol = address.protocol.replace('http', 'ws');
  if (!address.pathname.endsWith('/live')) address.pathname = address.pathname.replace(/\/?$/, '/live');
  const value = typeof token === 'function' ? await token() : token;
  if (value) address.searchParams.set('access_token', value);
  return address;
}
