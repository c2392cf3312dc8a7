/** @typedef {'audio' | 'video'} Kind */

/** @type {Kind[]} */
export const kinds = ['audio', 'video'];

/**
 * Sends a track, or stops sending that kind; receiving it stays possible either way. Where the direction changes the
 * browser asks for a negotiation by itself.
 *
 * @param {RTCPeerConnection} pc
 * @param {Kind} kind
 * @param {MediaStreamTrack | null} track
 * @param {MediaStream} stream what the receiver sees the track as part of
 */
export async function placeTrack(pc, kind, track, stream) {
  const transceiver = ofKind(pc, kind)[0];
  if (!transceiver) {
    // addTrack where it can be: only its transceivers are matched with an offer from the other side (RFC 8829, 5.10).
    if (track) pc.addTrack(track, stream);
    else pc.addTransceiver(kind, { direction: 'recvonly' });
    return;
  }
  transceiver.direction = track ? 'sendrecv' : 'recvonly';
  if (transceiver.sender.track === track) return;
  if (track) transceiver.sender.setStreams?.(stream);
  await transceiver.sender.replaceTrack(track);
}

/**
 * Our own offer rolled back leaves transceivers behind that only wanted to receive what the other side's offer has
 * brought already.
 *
 * @param {RTCPeerConnection} pc
 */
export function stopLeftovers(pc) {
  for (const kind of kinds) {
    const [first, ...rest] = ofKind(pc, kind);
    if (first?.mid) rest.filter(transceiver => transceiver.mid === null).forEach(transceiver => transceiver.stop());
  }
}

/**
 * What the other side sends, as last negotiated. Its tracks' `muted` would say it too, but Chromium can leave that on
 * for good after a rollback (https://github.com/w3c/webrtc-pc/issues/3081).
 *
 * @param {RTCPeerConnection} pc
 * @returns {Record<Kind, boolean>}
 */
export function receivedKinds(pc) {
  const receives = (/** @type {Kind} */ kind) =>
    ofKind(pc, kind).some(({ currentDirection }) => currentDirection?.includes('recv'));
  return { audio: receives('audio'), video: receives('video') };
}

/**
 * @param {RTCPeerConnection} pc
 * @param {Kind} kind
 * @returns {RTCRtpTransceiver[]} those in use, negotiated ones first
 */
function ofKind(pc, kind) {
  return pc
    .getTransceivers()
    .filter(({ receiver, direction }) => receiver.track.kind === kind && direction !== 'stopped')
    .sort((a, b) => Number(b.mid !== null) - Number(a.mid !== null));
}
