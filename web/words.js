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
