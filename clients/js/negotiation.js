/**
 * @typedef {import('./channel.js').OutgoingSignal} OutgoingSignal
 *
 * @typedef {object} NegotiationOptions
 * @property {boolean} polite
 * @property {(signal: OutgoingSignal) => void} send
 * @property {() => void} prepare called with a remote offer in place, before it is answered: time to place tracks
 * @property {(error: unknown) => void} onerror
 * @property {() => boolean} [onfailed] no route is left; true when somebody else will see to another, otherwise ICE
 *   restarts at once
 */

/** Candidates kept for a description that has not come yet. Past that the oldest go: a few routes are enough. */
const maxEarlyCandidates = 100;

/**
 * Perfect negotiation over one RTCPeerConnection, the pattern of the WebRTC specification: either side may offer at any
 * time; when both do, the polite one takes its offer back and the impolite one goes on. Added to it: candidates that
 * come before their description are kept, and answers that nobody waits for are ignored.
 *
 * @see https://www.w3.org/TR/webrtc/#perfect-negotiation-example
 */
export class Negotiation {
  #makingOffer = false;
  #ignoreOffer = false;
  #isSettingRemoteAnswerPending = false;
  #settingRemote = 0;
  #offerMayBeLost = false;
  /** @type {(RTCIceCandidateInit | null)[]} */
  #early = [];
  #onStateChange = () => {
    const { pc, options } = this;
    if (pc.connectionState === 'failed' && !this.#offerMayBeLost && !options.onfailed?.()) pc.restartIce();
  };

  /**
   * @param {RTCPeerConnection} pc
   * @param {NegotiationOptions} options
   */
  constructor(pc, options) {
    this.pc = pc;
    this.options = options;
    pc.onnegotiationneeded = () => this.#guard(this.#offer());
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate === '') return; // the end of one generation; `null` follows when all is done
      options.send({ type: 'candidate', candidate: candidate?.toJSON() ?? null });
    };
    // Not iceConnectionState: where no route is found at all, Chromium's stays `disconnected` for good.
    pc.addEventListener('connectionstatechange', this.#onStateChange);
  }

  /** Whether an offer of ours is under way or waits for its answer. */
  get offers() {
    return this.#makingOffer || this.pc.signalingState === 'have-local-offer';
  }

  /** Whether an answer would be of any use now. */
  get awaitsAnswer() {
    return this.pc.signalingState === 'have-local-offer' && this.#settingRemote === 0;
  }

  /** @param {RTCSessionDescriptionInit} description */
  receive(description) {
    return this.#guard(this.#receive(description));
  }

  /** @param {RTCIceCandidateInit | null} candidate `null`: there will be no more */
  addCandidate(candidate) {
    return this.#guard(this.#addCandidate(candidate));
  }

  /** The other side has gone, so what is sent now does not arrive. */
  suspend() {
    this.#offerMayBeLost = true;
  }

  /** Signaling is back: an offer that may have been lost goes again, otherwise ICE starts afresh. */
  resume() {
    this.#offerMayBeLost = false;
    if (this.pc.signalingState === 'have-local-offer') this.#sendDescription();
    else this.pc.restartIce();
  }

  /** Candidates whose description has not come: for the connection that takes this one's place. */
  get early() {
    return [...this.#early];
  }

  close() {
    this.pc.onnegotiationneeded = this.pc.onicecandidate = null;
    this.pc.removeEventListener('connectionstatechange', this.#onStateChange);
    this.pc.close();
  }

  async #offer() {
    try {
      this.#makingOffer = true;
      await this.pc.setLocalDescription();
      this.#sendDescription();
    } finally {
      this.#makingOffer = false;
    }
  }

  /** @param {RTCSessionDescriptionInit} description */
  async #receive(description) {
    const { pc, options } = this;
    if (description.type === 'answer' && !this.awaitsAnswer) return;
    const readyForOffer =
      !this.#makingOffer && (pc.signalingState === 'stable' || this.#isSettingRemoteAnswerPending);
    const offerCollision = description.type === 'offer' && !readyForOffer;
    this.#ignoreOffer = !options.polite && offerCollision;
    if (this.#ignoreOffer) return this.#repeatLostOffer();
    this.#offerMayBeLost = false;

    await this.#setRemote(description);
    if (description.type !== 'offer') return;
    options.prepare();
    await pc.setLocalDescription();
    this.#sendDescription();
  }

  /** @param {RTCSessionDescriptionInit} description */
  async #setRemote(description) {
    this.#isSettingRemoteAnswerPending = description.type === 'answer';
    this.#settingRemote++;
    try {
      await this.pc.setRemoteDescription(description); // rolls back our own offer if need be
    } finally {
      this.#isSettingRemoteAnswerPending = false;
      this.#settingRemote--;
    }
    for (const candidate of this.#early.splice(0)) void this.addCandidate(candidate);
  }

  /** The impolite side insists on its offer; but one made while the other was away never reached it. */
  #repeatLostOffer() {
    if (this.#offerMayBeLost && this.pc.signalingState === 'have-local-offer') this.#sendDescription();
    this.#offerMayBeLost = false;
  }

  /** @param {RTCIceCandidateInit | null} candidate */
  async #addCandidate(candidate) {
    if (candidate === null && this.#ignoreOffer) return;
    if (!this.#expects(candidate)) {
      this.#early.push(candidate);
      if (this.#early.length > maxEarlyCandidates) this.#early.shift();
      return;
    }
    try {
      await this.pc.addIceCandidate(candidate ?? undefined);
    } catch (error) {
      if (!this.#ignoreOffer) throw error;
    }
  }

  /**
   * A candidate belongs to the description that has its user name fragment, RFC 8838 section 11.
   *
   * @param {RTCIceCandidateInit | null} candidate
   */
  #expects(candidate) {
    const sdp = this.pc.remoteDescription?.sdp;
    if (!sdp || this.#settingRemote > 0) return false;
    const fragment = candidate?.usernameFragment;
    return !fragment || sdp.split(/\r?\n/).includes(`a=ice-ufrag:${fragment}`);
  }

  #sendDescription() {
    const description = this.pc.localDescription;
    if (description) this.options.send({ type: 'description', description: description.toJSON() });
  }

  /** @param {Promise<void>} work */
  async #guard(work) {
    try {
      await work;
    } catch (error) {
      if (this.pc.signalingState !== 'closed') this.options.onerror(error);
    }
  }
}

/**
 * A page that was loaded anew has another certificate, and a DTLS association cannot go on with it (RFC 8842
 * section 5): such a peer needs a new RTCPeerConnection.
 *
 * @param {RTCPeerConnection} pc
 * @param {RTCSessionDescriptionInit} description what the other side sent
 * @returns {boolean} whether it is from another RTCPeerConnection than the one so far
 */
export function isFromAnotherPeer(pc, description) {
  return isOtherThan(pc.remoteDescription?.sdp, description.sdp);
}

/**
 * @param {string} [known]
 * @param {string} [given]
 * @returns {boolean} whether these are descriptions of two RTCPeerConnections
 */
export function isOtherThan(known, given) {
  const [before, now] = [fingerprint(known), fingerprint(given)];
  return before !== undefined && now !== undefined && before !== now;
}

/** @param {string} [sdp] */
function fingerprint(sdp) {
  return /^a=fingerprint:(.*)$/im.exec(sdp ?? '')?.[1].trim().toLowerCase();
}
