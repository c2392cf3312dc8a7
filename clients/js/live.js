import { Connection } from './connection.js';
import { Emitter } from './emitter.js';
import { newId } from './id.js';
import { steadyInterval } from './interval.js';
import { LiveError, LiveRequests } from './live-requests.js';
import { envelope, readPublisher, socketAddress } from './live-wire.js';

/**
 * @typedef {import('./connection.js').ConnectionOptions} ConnectionOptions
 * @typedef {import('./connection.js').ConnectionEvents} ConnectionEvents
 * @typedef {import('./live-wire.js').Channel} Channel
 * @typedef {import('./live-wire.js').Category} Category
 * @typedef {import('./live-wire.js').SessionName} SessionName
 * @typedef {import('./live-wire.js').SessionInfo} SessionInfo
 * @typedef {import('./live-wire.js').Publisher} Publisher
 *
 * @typedef {'publisher' | 'viewer'} Role
 *
 * @typedef {object} LiveOptions
 * @property {string} url the server's address, with or without the path `/live`
 * @property {string} roomId
 * @property {string} userId the token's `sub`
 * @property {string | (() => string | Promise<string>)} token asked again at each attempt when a function
 * @property {Channel} [channel] `m2m` when left out
 * @property {boolean} [create] whether to make the room, and own it; otherwise it has to be there
 * @property {string} [sessionId] made up when left out; the same one coming back goes on where it was
 * @property {Category} [category]
 * @property {string} [deviceId]
 * @property {number} [heartbeatInterval] in ms (3,000); who is silent for 10 s is taken out of the room
 * @property {ConnectionOptions} [connection]
 *
 * @typedef {object} Joined
 * @property {Role} role
 * @property {RTCIceServer[]} iceServers
 * @property {boolean} again whether this follows a reconnect: streams of before have ended
 *
 * @typedef {object} LiveEvents
 * @property {Joined} joined at the first connect, and after each reconnect that is not `resumed`
 * @property {undefined} resumed the connection was lost and is back, and the server sends what was missed: calls go on
 * @property {Publisher[]} publishers who publishes, or with what, has changed
 * @property {Role} role one may publish now, or no more
 * @property {SessionInfo} request a viewer asks to publish; this client is its room's owner
 * @property {SessionInfo} rejected one may not publish
 * @property {undefined} restart the room has moved to another media server: offer again
 * @property {{type: 'OFFER' | 'ANSWER' | 'ICE', from: SessionInfo, sdp: string}} signal of the other one, in `p2p`
 * @property {LiveError} error what nobody waits for was refused
 * @property {ConnectionEvents['retry']} retry
 * @property {{code: number, reason: string}} close for good; 4403: one was removed from the room
 */

/** How often a room that one was in is looked for again: after a crash of the server somebody has to make it anew. */
const mostRejoins = 6;

/**
 * The `live` protocol: one session in one room. What goes through the room is told by `LiveUplink` and `LiveDownlink`;
 * `LiveRoom` has all of them.
 *
 * @extends {Emitter<LiveEvents>}
 */
export class LiveClient extends Emitter {
  /** @type {Role} */
  role = 'viewer';
  /** @type {Publisher[]} the oldest first */
  publishers = [];
  /** @type {RTCIceServer[]} */
  iceServers = [];
  /** What this session sends, as others are told. */
  sends = { audio: false, video: false };
  #requests = new LiveRequests();
  #joined = false;
  /** Whether the server has us in the room, connected or not. */
  #inside = false;
  #everJoined = false;
  #rejoins = 0;
  /** Whether what this session sends has changed while nobody could be told. */
  #untold = false;
  /** @type {LiveError | null} why the door stays shut */
  #refusal = null;
  #stopHeartbeat = () => {};
  #beats = 0;
  #beatHeard = 0;

  /** @param {LiveOptions} options */
  constructor(options) {
    super();
    this.options = options;
    this.roomId = options.roomId;
    this.userId = options.userId;
    this.channel = options.channel ?? 'm2m';
    this.create = options.create ?? false;
    this.session = {
      userId: options.userId,
      sessionId: options.sessionId ?? newId(),
      category: options.category ?? 'stream',
      host: 'Web',
      deviceId: options.deviceId ?? 'browser',
    };
    this.connection = new Connection(() => socketAddress(options.url, options.token), options.connection);
    this.connection.on('open', () => this.#join(this.create));
    this.connection.on('message', message => this.#receive(message));
    this.connection.on('retry', detail => this.#pause(false, () => this.emit('retry', detail)));
    this.connection.on('close', ({ code, reason }) =>
      this.#pause(true, () => this.emit('close', { code: this.#refusal?.code ?? code, reason: this.#refusal?.message ?? reason })),
    );
  }

  /** Whether one is in the room now, and not about to come back. */
  get joined() {
    return this.#joined;
  }

  /**
   * Connects and joins the room.
   *
   * @returns {Promise<Joined>} rejected when the connection is closed for good before that
   */
  connect() {
    this.#refusal = null;
    const joined = this.once('joined', 'close');
    this.connection.open();
    return joined;
  }

  /** Leaves the room, and the server. */
  disconnect() {
    if (this.#joined) this.connection.sendNow(this.#message('leave', 'LEAVE'));
    this.connection.close(1000, 'left');
  }

  /**
   * The same user's second session in the same room, like the screen beside the camera.
   *
   * @param {Category} category
   */
  beside(category) {
    return new LiveClient({ ...this.options, category, create: false, sessionId: undefined });
  }

  /**
   * Publishes, or goes on publishing.
   *
   * @param {string} sdp an offer
   * @param {{restarting: boolean, hls: boolean}} how `restarting`: in the place of what was published so far; `hls`: as
   *   HLS too
   * @returns {Promise<{sdp: string, hls: string | null}>} the answer, and where the playlist is
   * @throws {LiveError}
   */
  async offer(sdp, { restarting, hls }) {
    const op = { ...(restarting && { restarting }), ...(hls && { hlsForwarding: true }) };
    const body = await this.#ask('offer', 'OFFER', '', { sdp, op });
    return { sdp: body.sdp, hls: body.hls ?? null };
  }

  /**
   * Asks for somebody's stream. The one that was asked for earlier ends.
   *
   * @param {SessionName} to
   * @returns {Promise<string>} an offer; `answer` has to follow
   * @throws {LiveError} 4024: it has ended
   */
  async watch({ userId, sessionId }) {
    const body = await this.#ask('watch', 'WATCH', keyOf(userId, sessionId), { to: { userId, sessionId } });
    return body.pps?.[0]?.sdp ?? '';
  }

  /**
   * @param {SessionName | string} to the session that is watched; in `p2p` the user
   * @param {string} sdp
   */
  answer(to, sdp) {
    return this.connection.send(this.#message('answer', 'ANSWER', { to: nameOf(to), sdp }));
  }

  /**
   * @param {SessionName | string} to the session that is watched, or one's own that publishes; in `p2p` the user
   * @param {RTCIceCandidateInit | null} candidate `null`: there will be no more
   */
  candidate(to, candidate) {
    const sdp = candidate === null ? '' : JSON.stringify(candidate);
    return this.connection.send(this.#message('iceCandidate', 'ICE', { to: nameOf(to), sdp }));
  }

  /**
   * Offers to the other one in a `p2p` room, who answers by a `signal`.
   *
   * @param {string} to
   * @param {string} sdp
   */
  offerTo(to, sdp) {
    return this.connection.send(this.#message('offer', 'OFFER', { to, sdp }));
  }

  /**
   * Tells the others what one sends now.
   *
   * @param {{audio?: boolean, video?: boolean}} kinds those that have changed
   */
  update(kinds) {
    const { audio = this.sends.audio, video = this.sends.video } = kinds;
    if (audio === this.sends.audio && video === this.sends.video) return;
    this.sends = { audio, video };
    this.#untold = !this.#joined;
    if (this.#joined) this.#tellSends();
  }

  #tellSends() {
    this.connection.send(this.#message('updateVideo', 'UPDATE', { ve: this.sends.video, ae: this.sends.audio }));
  }

  /** @param {string} userId @param {string} [sessionId] all of that user's when left out */
  kick(userId, sessionId) {
    return this.connection.send(this.#message('kick', 'KICK', { to: sessionId ? { userId, sessionId } : userId }));
  }

  /** Raises a hand: asks the room's owner to let one publish. `role` or `rejected` answers. */
  askToPublish() {
    return this.connection.send(this.#message('publishRequest', 'PUBLISH_REQUEST'));
  }

  /** @param {SessionName | string} viewer who has asked; by the user's id all sessions are let publish, a screen's too */
  accept(viewer) {
    const to = typeof viewer === 'string' ? viewer : nameOf(viewer);
    return this.connection.send(this.#message('publishAccept', 'PUBLISH_ACCEPT', { to }));
  }

  /** @param {SessionName} viewer who has asked */
  reject(viewer) {
    return this.connection.send(this.#message('publishReject', 'PUBLISH_REJECT', { to: nameOf(viewer) }));
  }

  /** @param {boolean} create */
  #join(create) {
    const { audio: ae, video: ve } = this.sends;
    if (!this.#inside) this.connection.beginAnew();
    const op = { roomCreating: create, ...this.connection.resumeRequest };
    this.connection.sendNow(this.#message('join', 'JOIN', { ve, ae, eg: 'native', op }));
  }

  /** @param {Record<string, any>} message */
  #receive(message) {
    if (message.c === undefined) return this.#forwarded(message);
    const { c: code, s: signal, b: body = {} } = message;
    if (signal === 'JOIN' && body.resume) this.connection.answered(body.resume);
    if (signal === 'JOIN') return code === 200 ? this.#enter(body) : this.#refuse(new LiveError(code, signal, body));
    if (code === 200 && body.pps && signal !== 'WATCH') this.#list(body.pps);
    if (signal === 'HEARTBEAT') {
      this.#beatHeard = this.#beats;
      if (code === 200) return this.connection.ponged();
      this.#inside = false;
      // The server has taken us out: come in again, by the same door.
      return this.connection.drop(body.msg);
    }
    if (this.#requests.settle(code, signal, body) || code === 200) return;
    this.emit('error', new LiveError(code, signal, body));
  }

  /** @param {Record<string, any>} message a signal of somebody else's, or the server's request */
  #forwarded({ s: signal, ss, sdp, op }) {
    const from = /** @type {SessionInfo} */ (ss ?? {});
    switch (signal) {
      case 'OFFER':
        if (op?.restarting && !sdp) return this.emit('restart', undefined);
        return this.emit('signal', { type: signal, from, sdp });
      case 'ANSWER':
      case 'ICE':
        return this.emit('signal', { type: signal, from, sdp: sdp ?? '' });
      case 'PUBLISH_REQUEST':
        return this.emit('request', from);
      case 'PUBLISH_ACCEPT':
        return this.#become('publisher');
      case 'PUBLISH_REJECT':
        return this.emit('rejected', from);
      case 'KICK':
        this.#joined = this.#inside = false;
        return this.connection.close(4403, 'you were removed from the room');
      default: // whatever later versions add
    }
  }

  /** @param {Record<string, any>} body */
  #enter({ pps = [], pt, icfg, resume }) {
    const again = this.#everJoined;
    this.#joined = this.#everJoined = this.#inside = true;
    this.#rejoins = 0;
    if (resume?.result === 'resumed') {
      this.connection.ready();
      this.#beat();
      // What this JOIN said of that counts for nothing.
      if (this.#untold) this.#tellSends();
      this.#untold = false;
      return this.emit('resumed', undefined);
    }

    this.#untold = false;
    this.#requests.failAll('The connection to the server was lost.');
    this.role = pt === 'publisher' ? 'publisher' : 'viewer';
    this.iceServers = icfg?.ice ?? [];
    this.publishers = pps.map(readPublisher);
    this.connection.ready();
    this.#beat();
    this.emit('joined', { role: this.role, iceServers: this.iceServers, again });
    this.emit('publishers', this.publishers);
  }

  /** @param {LiveError} error */
  #refuse(error) {
    this.#inside = false;
    // Our own room stands, though the server does not know us any more: somebody else has made it, or kept it.
    if (error.code === 4022 && this.#everJoined) return this.#join(false);
    const mayFollow = error.code === 500 || (error.code === 4001 && this.#everJoined);
    if (mayFollow && this.#rejoins++ < mostRejoins) return this.connection.drop(error.message);
    this.#refusal = error;
    this.connection.close(1000, error.message);
  }

  /** @param {any[]} pps */
  #list(pps) {
    this.publishers = pps.map(readPublisher);
    // The list has whoever may publish. In a zone of a world a mute takes one off it, and its end puts one back.
    const isListed = this.publishers.some(({ sessionId, userId }) => sessionId === this.session.sessionId && userId === this.userId);
    this.#become(isListed ? 'publisher' : 'viewer');
    this.emit('publishers', this.publishers);
  }

  /** @param {Role} role */
  #become(role) {
    if (this.role === role) return;
    this.role = role;
    this.emit('role', role);
  }

  /** Hidden pages too: the server takes out who is silent. */
  #beat() {
    this.#stopHeartbeat();
    this.#beatHeard = this.#beats;
    this.#stopHeartbeat = steadyInterval(() => {
      if (this.#beats - this.#beatHeard >= 2) return this.connection.drop();
      this.connection.ping(this.#message('heartbeat', 'HEARTBEAT', { bid: String(++this.#beats), send_ack: true }));
    }, this.options.heartbeatInterval ?? 3000);
  }

  /**
   * @param {string} action
   * @param {string} signal
   * @param {string} key whose answer it is, where several may be under way
   * @param {object} fields
   */
  #ask(action, signal, key, fields) {
    const answer = this.#requests.add(signal, key);
    if (!this.#joined || !this.connection.send(this.#message(action, signal, fields)))
      this.#requests.settle(500, signal, { req: { s: signal, ...fields }, msg: 'There is no connection to the server.' });
    return answer;
  }

  /**
   * @param {string} action
   * @param {string} signal
   * @param {object} [fields]
   */
  #message(action, signal, fields) {
    return envelope(action, { s: signal, ch: this.channel, ss: this.session, rid: this.roomId, ...fields });
  }

  /**
   * @param {boolean} forGood otherwise answers may still come, when the session is resumed
   * @param {() => void} tell
   */
  #pause(forGood, tell) {
    this.#stopHeartbeat();
    this.#joined = false;
    if (forGood) this.#inside = false;
    if (forGood || !this.connection.resumption?.possible) this.#requests.failAll('The connection to the server was lost.');
    tell();
  }
}

/** @param {SessionName | string} to */
function nameOf(to) {
  return typeof to === 'string' ? to : { userId: to.userId, sessionId: to.sessionId };
}

/** @param {string} userId @param {string} sessionId */
function keyOf(userId, sessionId) {
  return JSON.stringify([userId, sessionId]);
}
