/** How loud counts as speaking, from 0 to 1; and how long one is taken to speak on, in milliseconds. */
const threshold = 0.02;
const pause = 500;
const interval = 150;

/**
 * Watches who speaks, by what the audio receivers know without decoding anything for it.
 *
 * @param {() => Iterable<import('../tiles.js').Link>} calls
 * @param {(userId: string, speaking: boolean) => void} onchange
 * @returns {() => void} a function that stops it
 */
export function watchVoices(calls, onchange) {
  /** When each was heard last. @type {Map<string, number>} */
  const heard = new Map();
  const timer = setInterval(() => {
    const now = performance.now();
    for (const { peer, pc } of calls()) {
      const isLoud = pc?.getReceivers().some(isLoudNow) ?? false;
      if (isLoud && !heard.has(peer)) onchange(peer, true);
      if (isLoud) heard.set(peer, now);
    }
    for (const [peer, last] of heard)
      if (now - last > pause) {
        heard.delete(peer);
        onchange(peer, false);
      }
  }, interval);
  return () => clearInterval(timer);
}

/** @param {RTCRtpReceiver} receiver */
function isLoudNow(receiver) {
  if (receiver.track.kind !== 'audio' || !receiver.track.enabled) return false;
  return receiver.getSynchronizationSources().some(({ audioLevel }) => (audioLevel ?? 0) > threshold);
}
