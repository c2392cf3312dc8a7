/**
 * The messages of `world` as the client has them.
 *
 * @typedef {import('./world-map.js').Position} Position
 * @typedef {import('./world-map.js').ZoneType} ZoneType
 * @typedef {import('./presence-track.js').Presence} Presence
 *
 * @typedef {{userId: string, displayName: string, avatarId: string}} WorldUser
 * @typedef {WorldUser & {presence: Presence}} WorldPeer
 * @typedef {{id: string, type: ZoneType}} Zone
 */

/** Reasons of errors that answer a change of zone. */
const zoneRefusals = new Set(['door_closed', 'in_zone_already', 'not_in_zone', 'position_not_in_zone', 'zone_full']);

/**
 * Whether an error says that one is not let into the zone that one has asked for.
 *
 * @param {string} code
 * @param {Record<string, any>} details
 */
export function refusesZone(code, details) {
  return zoneRefusals.has(details.reason) || details.type === 'ZONE_TRANSITION' || code === 'ZONE_NOT_FOUND';
}

/**
 * @param {string} type
 * @param {object} payload
 */
export function envelope(type, payload) {
  return { type, payload, protocol_version: 1 };
}

/** @param {Record<string, any>} user @returns {WorldUser} */
export function readUser({ user_id, display_name, avatar_id }) {
  return { userId: user_id, displayName: display_name || user_id, avatarId: avatar_id ?? '' };
}

/** @param {Record<string, any>} zone @returns {Zone} */
export function readZone({ zone_id, zone_type }) {
  return { id: zone_id, type: zone_type };
}

/**
 * @param {Record<string, any>} user
 * @param {Record<string, any>} presence
 * @returns {WorldPeer}
 */
export function readPeer(user, presence) {
  return { ...readUser(user), presence: readPresence(presence) };
}

/** @param {Record<string, any>} credentials @returns {RTCIceServer} */
export function readRelay({ urls, username, credential }) {
  return { urls, username, credential };
}

/** @param {Record<string, any>} update @returns {Presence} */
export function readPresence({ position, facing, state }) {
  return { position: middle(position ?? { x: 0, y: 0 }), facing: facing ?? 'south', state: state ?? 'idle' };
}

/**
 * Whole numbers, as the protocol's examples have them, name a tile, and who stands on one is shown in its middle.
 *
 * @param {Position} position
 * @returns {Position}
 */
export function middle({ x, y }) {
  return Number.isInteger(x) && Number.isInteger(y) ? { x: x + 0.5, y: y + 0.5 } : { x, y };
}

/** @param {string} url */
export function socketAddress(url) {
  const address = new URL(url, globalThis.location?.href);
  address.protocol = address.protocol.replace('http', 'ws');
  if (!address.pathname.endsWith('/world')) address.pathname = address.pathname.replace(/\/?$/, '/world');
  return address;
}
