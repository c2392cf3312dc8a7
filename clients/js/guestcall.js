import { Emitter } from './emitter.js';
import { beginGuestSession } from './guest-session.js';

/**
 * @typedef {import('./guest-session.js').GuestProfile} GuestProfile
 * @typedef {import('./guest-session.js').GuestSession} GuestSession
 * @typedef {import('./guest-session.js').GuestUser} GuestUser
 *
 * @typedef {(address: string, options: Record<string, any>) => any} Io `io` of socket.io-client 4
 *
 * @typedef {'audio' | 'video'} CallType
 * @typedef {'offer' | 'answer' | 'ice-candidate' | 'call-end' | 'call-reject' | 'call-timeout'} CallSignal
 *
 * @typedef {object} Match
 * @property {GuestUser} user the other one
 * @property {string} roomId
 * @property {boolean} resumed whether it was there before this page was
 * @property {{state: 'idle' | 'ringing' | 'connected' | 'ended', type?: CallType, outgoing?: boolean}} call
 *
 * @typedef {'own' | 'left' | 'gone' | 'lost'} UnmatchReason we left; they did; they did not come back in time, or we
 *   did not; the server does not know of it any more
 *
 * @typedef {object} ChatMessage
 * @property {string} id
 * @property {'text' | 'file' | 'voice'} type
 * @property {any} content
 * @property {string | number} timestamp
 *
 * @typedef {object} GuestCallEvents
 * @property {GuestSession} session a new one was begun; keep it to come back as the same guest
 * @property {{recovered: boolean, again: boolean}} established at the first connect and after each reconnect
 * @property {{stats: Record<string, number>, onlineUsers: any[]}} stats how many are there, at most once a second
 * @property {{searching: boolean}} search whether we search now; `matched` comes without it
 * @property {Match} matched
 * @property {{user: {id: string, username: string}, reason: UnmatchReason}} unmatched
 * @property {ChatMessage} message
 * @property {{key: number, id: string}} sent the server has what `say` sent
 * @property {{id: string}} delivered the match's client has it
 * @property {{key: number, message: string}} unsent what `say` sent was refused
 * @property {{typing: boolean}} typing whether the match writes now
 * @property {{type: CallSignal, data: any}} signal of a call, from the match
 * @property {{about: 'call' | 'match' | 'other', message: string, retryAfterMs?: number}} error
 * @property {{reason: string}} retry it will connect again
 * @property {{reason: string}} close for good
 * @property {{direction: 'in' | 'out', text: string}} traffic every event, both ways, for logs
 */

/** Refusals after which a new session helps. */
const sessionFaults = new Set([
  'Authentication token required',
  'Only guest sessions are supported',
  'Guest session not found or expired',
  'Token has expired',
  'Invalid token',
]);

const refusals = new Map([
  ['Rate limit exceeded', 'Too many connections came from this address. Try again in a minute.'],
  ['Token verification failed', 'The server cannot look up guest sessions now. Try again later.'],
]);

/** @type {CallSignal[]} */
const callSignals = ['offer', 'answer', 'ice-candidate', 'call-end', 'call-reject', 'call-timeout'];

/** Waits between attempts grow from one second to five, and ten that fail in a row are the last. */
const reconnection = { reconnectionDelay: 1000, reconnectionDelayMax: 5000, reconnectionAttempts: 10 };

/**
 * The `guestcall` protocol: guests who search are matched, and then call and write to each other. It runs on the
 * official `socket.io-client`, which is handed in.
 *
 * @extends {Emitter<GuestCallEvents>}
 */
export class GuestCallClient extends Emitter {
  /** @type {Match | null} */
  match = null;
  searching = false;
  /** Whether the connection stands. */
  online = false;
  #socket = /** @type {any} */ (null);
  #left = false;
  #again = false;
  /** Whether a new session took a refused one's place, and was not let in yet. */
  #renewed = false;
  /** Whether the server has been asked for this search. */
  #hasAsked = false;
  /** Whether it is open if the server still knows of our match. */
  #doubtsMatch = false;
  #lastKey = 0;
  /** Receipts up to this one are lost, unless Socket.IO recovers the connection. */
  #lastKeyBeforeDrop = 0;
  /** @type {number[]} of messages whose receipt has not come, in order */
  #unsent = [];

  /**
   * @param {object} settings
   * @param {Io} settings.io
   * @param {string} settings.url the server's address, with the gateway's path if there is one
   * @param {GuestSession | null} [settings.session] one begun before; otherwise, or when it has expired, a new one is
   * @param {GuestProfile} [settings.profile] of a new session
   * @param {Record<string, any>} [settings.options] for `io`, beside or instead of this module's own
   */
  constructor({ io, url, session = null, profile = {}, options = {} }) {
    super();
    this.io = io;
    this.url = url;
    this.session = session;
    this.profile = profile;
    this.options = options;
  }

  /** Our own id; empty before there is a session. */
  get userId() {
    return this.session?.user.id ?? '';
  }

  /**
   * Begins a session if there is none yet, connects and waits for the welcome.
   *
   * @returns {Promise<void>} rejected when there can be no session, or it is closed for good before that
   */
  async connect() {
    this.#left = false;
    if (!this.session) await this.#beginSession();
    if (this.#left) return;
    const established = this.once('established', 'close');
    this.#open();
    await established;
  }

  /** Searches for somebody; the search outlasts a lost connection. */
  search() {
    if (this.match || this.searching) return;
    this.#setSearching(true);
    if (this.online) this.#askForMatch();
    else this.#hasAsked = false;
  }

  cancel() {
    if (!this.searching) return;
    this.#setSearching(false);
    this.#socket.emit('user:match:cancel');
  }

  /** Leaves the match. A call that is under way ends with it. */
  leave() {
    if (!this.match) return;
    this.#socket.emit('leave-room');
    this.#unmatch('own');
  }

  /**
   * @param {string} content text that is not blank, of at most 1,000 characters
   * @returns {number} a key that `sent` or `unsent` has
   */
  say(content) {
    const key = ++this.#lastKey;
    this.#unsent.push(key);
    this.#socket.emit('chat:message', { type: 'text', content, timestamp: new Date().toISOString() });
    return key;
  }

  /** @param {boolean} on whether we write now; nobody waits for it, so it is left out while there is no connection */
  type(on) {
    if (this.match) this.#socket.volatile.emit(on ? 'chat:typing:start' : 'chat:typing:stop');
  }

  /**
   * @param {CallSignal} type
   * @param {object} data
   * @returns {boolean} false when there is no match to send it to
   */
  signal(type, data) {
    if (!this.match) return false;
    this.#socket.emit(`webrtc:${type}`, data);
    return true;
  }

  /** Loses the connection without a goodbye, and comes back. */
  drop() {
    this.#socket?.io.engine?.close();
  }

  /** Leaves for good: the match as well. */
  disconnect() {
    this.#left = true;
    this.leave();
    this.#end();
  }

  async #beginSession() {
    this.session = await beginGuestSession(this.url, this.profile);
    this.emit('session', this.session);
  }

  #open() {
    const address = new URL(this.url, globalThis.location?.href);
    const socket = this.io(address.origin, {
      path: address.pathname.replace(/\/?$/, '/socket.io/'),
      auth: (/** @type {(data: object) => void} */ send) => send({ token: this.session?.token }),
      forceNew: true,
      ...reconnection,
      ...this.options,
    });
    this.#socket = socket;
    this.#listen(socket);
    socket.on('connect_error', (/** @type {Error} */ error) => void this.#refused(error.message));
    socket.on('disconnect', (/** @type {string} */ reason) => this.#dropped(reason));
    socket.io.on('reconnect_failed', () => this.#close('The server does not answer.'));
    const trace = (/** @type {'in' | 'out'} */ direction) => (/** @type {string} */ type, /** @type {any} */ data) =>
      this.emit('traffic', { direction, text: JSON.stringify({ type, data }) });
    socket.onAny(trace('in'));
    socket.onAnyOutgoing(trace('out'));
  }

  /** @param {any} socket */
  #listen(socket) {
    /** @type {Record<string, (data: any) => void>} */
    const handlers = {
      'connection:established': () => this.#established(),
      'realtime:stats': data => this.emit('stats', data),
      'user:matched': data => this.#matched(data),
      'user:match:error': data => this.#failed('match', data),
      'user:match:cancelled': () => this.#checkMatch(),
      'user:match:cancel:error': () => this.#checkMatch(),
      'room:user_left': ({ userId }) => userId === this.match?.user.id && this.#unmatch('left'),
      'room:closed': data => this.#roomClosed(data),
      'chat:message': data => data.senderId === this.match?.user.id && this.emit('message', data),
      'chat:message:sent': ({ messageId }) => this.#told(key => this.emit('sent', { key, id: messageId })),
      'chat:message:delivered': ({ messageId }) => this.emit('delivered', { id: messageId }),
      'chat:error': ({ message }) => this.#told(key => this.emit('unsent', { key, message })),
      'chat:typing:start': ({ userId }) => userId === this.match?.user.id && this.emit('typing', { typing: true }),
      'chat:typing:stop': ({ userId }) => userId === this.match?.user.id && this.emit('typing', { typing: false }),
      'webrtc:error': data => this.#failed('call', data),
      error: data => this.#failed('other', data),
    };
    for (const type of callSignals)
      handlers[`webrtc:${type}`] = data => data.from === this.match?.user.id && this.emit('signal', { type, data });
    for (const [name, handler] of Object.entries(handlers)) socket.on(name, handler);
  }

  #established() {
    const recovered = this.#socket.recovered === true; // not set by servers without recovery
    this.online = true;
    this.#renewed = false;
    if (!recovered) this.#takeUp();
    if (this.searching && !this.#hasAsked) this.#askForMatch();
    const again = this.#again;
    this.#again = true;
    this.emit('established', { recovered, again });
  }

  /** A connection that Socket.IO did not recover is a new one to the server: it tells of a match, not of its absence. */
  #takeUp() {
    this.#unsent = this.#unsent.filter(key => key > this.#lastKeyBeforeDrop);
    this.#hasAsked = false;
    if (!this.match) return;
    // The answer comes behind the `user:matched` of a match that is still there.
    this.#doubtsMatch = true;
    this.#socket.emit('user:match:cancel');
  }

  #askForMatch() {
    this.#hasAsked = true;
    this.#socket.emit('user:match');
  }

  #checkMatch() {
    if (!this.#doubtsMatch) return;
    this.#doubtsMatch = false;
    this.#unmatch('lost');
  }

  /** @param {any} data */
  #matched({ matchedUser, roomId, resumed = false, call = { state: 'idle' } }) {
    this.#doubtsMatch = false;
    this.searching = false;
    this.match = { user: matchedUser, roomId, resumed, call };
    this.emit('matched', this.match);
  }

  /** @param {any} data */
  #roomClosed({ userId, username }) {
    this.#doubtsMatch = false;
    if (this.match) return this.#unmatch('gone');
    this.emit('unmatched', { user: { id: userId, username }, reason: 'gone' });
  }

  /** @param {UnmatchReason} reason */
  #unmatch(reason) {
    if (!this.match) return;
    const { user } = this.match;
    this.match = null;
    this.#unsent = [];
    this.emit('unmatched', { user, reason });
  }

  /** @param {boolean} searching */
  #setSearching(searching) {
    this.searching = searching;
    this.emit('search', { searching });
  }

  /**
   * Receipts come in the order of what was sent.
   *
   * @param {(key: number) => void} tell
   */
  #told(tell) {
    const key = this.#unsent.shift();
    if (key !== undefined) tell(key);
  }

  /**
   * @param {'call' | 'match' | 'other'} about
   * @param {any} data
   */
  #failed(about, { message, retryAfterMs }) {
    if (about === 'match' && this.match) return; // it was quicker than our question
    if (about === 'match' && retryAfterMs && this.searching) this.#setSearching(false);
    this.emit('error', { about, message, retryAfterMs });
  }

  /**
   * @param {string} message the server's refusal, or what the transport met
   */
  async #refused(message) {
    if (this.#left) return;
    if (this.#socket.active) return this.emit('retry', { reason: 'the server does not answer' });
    if (!sessionFaults.has(message) || this.#renewed) return this.#close(refusals.get(message) ?? message);
    this.#renewed = true;
    try {
      await this.#beginSession();
      if (!this.#left) this.#socket.connect();
    } catch (error) {
      this.#close(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {string} reason Socket.IO's */
  #dropped(reason) {
    this.online = false;
    this.#lastKeyBeforeDrop = this.#lastKey;
    if (this.#left) return;
    // Who is disconnected by the server is not to come back: the same guest is here from another page.
    if (reason === 'io server disconnect') this.#close('You are connected from another tab, which has taken over.');
    else this.emit('retry', { reason: 'the connection was lost' });
  }

  /** @param {string} reason */
  #close(reason) {
    if (this.#left) return;
    this.#left = true;
    this.#end();
    this.#unmatch('lost');
    this.emit('close', { reason });
  }

  #end() {
    this.online = this.searching = this.#again = false;
    this.#socket?.disconnect();
  }
}
