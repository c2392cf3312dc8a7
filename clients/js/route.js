/**
 * How a call's media travels, and how much of it.
 *
 * @typedef {object} Route
 * @property {string | null} local type of the chosen local candidate: `host`, `srflx`, `prflx` or `relay`
 * @property {string | null} remote type of the chosen remote candidate
 * @property {string | null} protocol `udp` or `tcp`; for a relay, between us and the relay
 * @property {number | null} roundTrip in milliseconds
 * @property {number | null} bitrateIn in bits per second, since the last reading; null at the first
 * @property {number | null} bitrateOut
 * @property {number} framesDecoded video frames so far
 * @property {number | null} framesPerSecond of the incoming video
 * @property {number} width of the incoming video, in pixels
 * @property {number} height
 */

/** Reads the route of one RTCPeerConnection. Rates are differences between readings, so it keeps the last one. */
export class RouteMeter {
  /** @type {{time: number, bytesIn: number, bytesOut: number} | null} */
  #last = null;

  /** @param {RTCPeerConnection} pc */
  constructor(pc) {
    this.pc = pc;
  }

  /** @returns {Promise<Route>} */
  async read() {
    /** @type {any[]} */
    const all = [];
    (await this.pc.getStats()).forEach(report => all.push(report));
    const pair = selectedPair(all);
    const video = all.find(report => report.type === 'inbound-rtp' && report.kind === 'video') ?? {};
    const local = all.find(report => report.id === pair?.localCandidateId);
    const remote = all.find(report => report.id === pair?.remoteCandidateId);
    const seconds = pair?.currentRoundTripTime;
    return {
      local: local?.candidateType ?? null,
      remote: remote?.candidateType ?? null,
      protocol: local?.relayProtocol ?? local?.protocol ?? null,
      roundTrip: seconds === undefined ? null : seconds * 1000,
      ...this.#rates(pair),
      framesDecoded: video.framesDecoded ?? 0,
      framesPerSecond: video.framesPerSecond ?? null,
      width: video.frameWidth ?? 0,
      height: video.frameHeight ?? 0,
    };
  }

  /** @param {any} pair */
  #rates(pair) {
    const last = this.#last;
    const now = pair && { time: pair.timestamp, bytesIn: pair.bytesReceived ?? 0, bytesOut: pair.bytesSent ?? 0 };
    this.#last = now ?? null;
    const seconds = last && now ? (now.time - last.time) / 1000 : 0;
    if (!last || seconds <= 0) return { bitrateIn: null, bitrateOut: null };
    // Another pair counts from nothing: never show less than that.
    return {
      bitrateIn: Math.max(0, ((now.bytesIn - last.bytesIn) * 8) / seconds),
      bitrateOut: Math.max(0, ((now.bytesOut - last.bytesOut) * 8) / seconds),
    };
  }
}

/** @param {any[]} all */
function selectedPair(all) {
  const transport = all.find(report => report.type === 'transport' && report.selectedCandidatePairId);
  if (transport) return all.find(report => report.id === transport.selectedCandidatePairId);
  // Where no transport is reported, the pair is marked instead.
  const pairs = all.filter(report => report.type === 'candidate-pair' && report.state === 'succeeded');
  return pairs.find(pair => pair.selected) ?? pairs.find(pair => pair.nominated);
}
