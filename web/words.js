/**
 * @param {string[]} names
 * @returns {string} "alice", "alice and bob", "alice, bob and carol"
 */
export function listOf(names) {
  return new Intl.ListFormat('en-GB', { type: 'conjunction', style: 'long' }).format(names);
}

/**
 * Why a call ended, for a person.
 *
 * @param {string} reason see `EndReason` in /client/channel.js
 * @param {string} name the other side
 * @param {boolean} rang whether it still rang here, not taken
 */
export function explainEnd(reason, name, rang) {
  switch (reason) {
    case 'local':
      return rang ? `You declined ${name}’s call.` : 'You hung up.';
    case 'remote':
      return rang ? `You missed a call from ${name}.` : `${name} hung up.`;
    case 'declined':
      return `${name} declined the call.`;
    case 'unavailable':
      return `${name} is not connected.`;
    case 'no-answer':
      return rang ? `You missed a call from ${name}.` : `${name} did not answer.`;
    case 'answered-elsewhere':
      return 'Answered on another device of yours.';
    default:
      return `The connection to ${name} was lost.`;
  }
}

/**
 * Why one has no match any more, for a person.
 *
 * @param {import('/client/guestcall.js').UnmatchReason} reason
 * @param {string} name the other one
 */
export function explainUnmatched(reason, name) {
  switch (reason) {
    case 'own':
      return '';
    case 'left':
      return `${name} has left.`;
    case 'gone':
      return `${name} is gone: the connection did not come back.`;
    case 'lost':
      return `You are not matched with ${name} any more: the connection to the server was away for too long.`;
  }
}

/**
 * What went wrong in a world, for a person.
 *
 * @param {{code: string, message: string, details: Record<string, any>}} error
 * @param {boolean} entered whether one is in the world
 * @returns {string} empty for what the page sees to by itself
 */
export function explainWorldError({ code, message, details }, entered) {
  switch (details.reason) {
    case 'zone_full':
      return entered ? 'That room is full.' : 'The office is full.';
    case 'door_closed':
      return 'The doors of that room are closed to you.';
    case 'kicked':
      return 'A moderator has removed you from the office. You may come back in a while.';
    case 'muted':
      return 'A moderator has muted you: what you turn on reaches the others when that is over.';
    case 'world_gone':
      return 'This office is closed: its map was taken off the server.';
    case 'role':
      return 'That is for moderators.';
    case 'spawn_zone':
      return 'Whoever is removed from a room is sent to this one.';
    case 'user_not_in_zone':
    case 'user_not_in_world':
      return 'They have left already.';
    case 'turn_unavailable':
      return 'There is no direct route to somebody here, and this server has no relay.';
    case 'peer_not_in_zone': // somebody left while we called: the room's list says so
    case 'zone_on_sfu':
      return '';
  }
  if (code === 'RATE_LIMITED') return 'That was too much at once; the server has passed over some of it.';
  return message;
}

/**
 * What a live room would not do, for a person.
 *
 * @param {number} code the protocol's
 * @param {string} room
 * @param {string} message the server's own
 * @returns {string} empty for what the page sees to by itself
 */
export function explainLive(code, room, message) {
  switch (code) {
    case 4001:
      return `There is no room “${room}”. Check its name, or open it as its host.`;
    case 4022:
      return `The room “${room}” is open already. Join it instead.`;
    case 4403:
      return `You were removed from the room “${room}”.`;
    case 4051:
      return 'Only those on stage can do that, and some of it only the host.';
    case 4002:
    case 4003:
    case 4023:
    case 4024: // somebody has left, or is on stage already: the list says so
      return '';
    case 500:
      return 'The media server cannot be used now. It is tried again; until it is back, nobody is seen or heard here.';
    default:
      return message;
  }
}

/**
 * Why something in a world cannot be used now, for a person.
 *
 * @param {string} reason
 * @param {{type: string, name?: string, interaction?: {action: string} | null}} object
 * @param {string} holder who has it, if that is known
 */
export function explainDenied(reason, { type, name, interaction }, holder) {
  const what = interaction?.action === 'sit' ? 'That seat' : `The ${(name ?? type).toLowerCase()}`;
  switch (reason) {
    case 'occupied':
      return holder ? `${what} is taken: ${holder} has it.` : `${what} is taken.`;
    case 'unauthorized':
      return `${what} is not for your role.`;
    case 'unreachable':
      return `There is no way to it from here.`;
    default:
      return `${what} cannot be used from here.`;
  }
}

/** How a room's media travels, for a person. @param {string} topology */
export function explainTopology(topology) {
  switch (topology) {
    case 'SFU':
      return 'through a media server';
    case 'P2P_TURN':
      return 'peer to peer, through a relay';
    default:
      return 'peer to peer';
  }
}

const howToAllow = 'To change that, allow it beside the page’s address, then turn it on below.';

/**
 * Why a camera or microphone cannot be had, and what to do about it.
 *
 * @param {unknown} error what getUserMedia threw
 * @param {string} what "camera", "microphone" or "camera and microphone"
 */
export function explainMedia(error, what) {
  const goOn = 'You can still call, and see and hear the others.';
  if (!globalThis.isSecureContext)
    return `Browsers open a ${what} only on https pages and on localhost. ${goOn}`;
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
      return `The browser may not use your ${what}. ${goOn} ${howToAllow}`;
    case 'NotFoundError':
    case 'OverconstrainedError':
      return `No ${what.replace(' and ', ' or ')} was found. ${goOn}`;
    case 'NotReadableError':
      return `Your ${what} did not start; another program may be using it. ${goOn}`;
    default:
      return `Your ${what} could not be opened. ${goOn}`;
  }
}
