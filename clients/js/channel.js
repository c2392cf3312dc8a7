/**
 * What a `Call` needs of signaling: one channel a call, whatever protocol carries it.
 *
 * @typedef {{type: 'description', description: RTCSessionDescriptionInit}
 *   | {type: 'candidate', candidate: RTCIceCandidateInit | null}
 *   | {type: 'hang-up', reason?: 'declined' | 'no-answer'}} OutgoingSignal
 *   a `null` candidate says that there will be no more
 *
 * @typedef {Exclude<OutgoingSignal, {type: 'hang-up'}>
 *   | {type: 'hang-up', reason: EndReason}
 *   | {type: 'refused', reason: EndReason}
 *   | {type: 'lost'}
 *   | {type: 'resume'}} IncomingSignal
 *   `hang-up` ends any call, `refused` one that was never answered; `lost`: the other side's signaling dropped, and
 *   may come back; `resume`: our own did, and is back
 *
 * @typedef {'local' | 'remote' | 'declined' | 'unavailable' | 'no-answer' | 'answered-elsewhere' | 'lost'} EndReason
 *   who or what ended a call: we did, they did, they did not take it, they are not there, they did not react, another
 *   device of ours took it, the connection did not come back
 *
 * @typedef {object} Channel
 * @property {string} peer the other side's user or account id
 * @property {boolean} polite which side gives way when both offer at once; must differ between the two
 * @property {(signal: OutgoingSignal) => boolean} send false when it was refused, see `Connection.send`
 * @property {((signal: IncomingSignal) => void) | null} onsignal
 * @property {() => void} close the call is over: nothing more will be sent or wanted
 * @property {() => boolean} [failed] no route to the other side is left; true when the channel will bring ICE servers
 *   for another (`Call.useServers`), otherwise ICE restarts at once
 */

/**
 * Both sides know both ids, so comparing them settles who is polite without a message.
 *
 * @param {string} self
 * @param {string} peer
 */
export function isPolite(self, peer) {
  return self < peer;
}
