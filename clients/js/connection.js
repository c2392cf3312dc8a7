import { Emitter } from './emitter.js';
import { BoundedQueue } from './queue.js';
import { Resumption } from './resumption.js';
import { comingBack, describeClose, mayReconnect, retryDelay } from './retry.js';

/**
 * @typedef {import('./resumption.js').ResumeAnswer} ResumeAnswer
 * @typedef {string | URL} Address
 * @typedef {'closed' | 'connecting' | 'open' | 'ready' | 'waiting'} ConnectionState
 *   `open`: the socket is, but the protocol's handshake is not done; `waiting`: until the next attempt
 *
 * @typedef {object} ConnectionOptions
 * @property {number} [minDelay] ceiling of the first wait before reconnecting, in ms (500); it doubles each time
 * @property {number} [maxDelay] highest ceiling, in ms (30,000)
 * @property {number} [handshakeTimeout] from an attempt's start to `ready()`, in ms (10,000)
 * @property {number} [maxFirstAttempts] attempts at an address that has never worked (5); afterwards it tries for ever.
 *   A browser hides why an upgrade failed: a refused token looks like a server that is not there
 * @property {number} [maxQueued] messages kept while reconnecting (100, less than the server's burst of 200)
 * @property {number} [maxQueuedBytes] bytes kept while reconnecting, or unsent in the socket (262,144)
 * @property {boolean} [resume] ask the server to keep the session while the connection is lost (true); see
 *   docs/resume.md. Nothing changes with servers and protocols that don't know it
 * @property {(message: any) => boolean} [counts] whether a message that came or is sent has a number; all have, unless the
 *   protocol's page says otherwise
 * @property {number} [maxKept] sent messages kept until the server is known to have them (500)
 * @property {string[]} [protocols] WebSocket subprotocols
 * @property {() => number} [random] from 0 to 1 (Math.random)
 * @property {typeof WebSocket} [WebSocket] for places that lack one of their own
 *
 * @typedef {object} ConnectionEvents
 * @property {ConnectionState} state
 * @property {undefined} open the socket is open: time for the protocol's handshake
 * @property {Record<string, any>} message a parsed frame from the server
 * @property {string} malformed a frame that is not a JSON object
 * @property {{direction: 'in' | 'out', text: string}} traffic every frame, both ways, for logs
 * @property {{attempt: number, delay: number, code: number, reason: string}} retry it will connect again
 * @property {ResumeAnswer & {again: number, lost: number}} resumed the server's answer where one came: `again` messages
 *   were sent once more; of `lost` ones nobody knows whether the server had them
 * @property {{message: any, queued: number, bytes: number}} overflow a message was refused: the queue is full
 * @property {{code: number, reason: string, unsent: number}} close for good; `unsent` queued messages went with it
 */

const defaults = {
  minDelay: 500,
  maxDelay: 30_000,
  handshakeTimeout: 10_000,
  maxFirstAttempts: 5,
  maxQueued: 100,
  maxQueuedBytes: 256 * 1024,
  resume: true,
  counts: () => true,
  maxKept: 500,
  protocols: /** @type {string[]} */ ([]),
  random: Math.random,
};

/**
 * A WebSocket of JSON messages that comes back by itself. A protocol on top of it answers `open` with its handshake
 * (`sendNow`), then calls `ready`; what was sent meanwhile waits in a bounded queue and goes out in order after that.
 *
 * @extends {Emitter<ConnectionEvents>}
 */
export class Connection extends Emitter {
  /** @type {ConnectionState} */
  #state = 'closed';
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  #everReady = false;
  /** Whether messages count: from the server's answer to the handshake on. */
  #counting = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} the attempt's deadline, or the wait before the next */
  #timer;
  #connectNow = () => void this.#connect();

  /**
   * @param {Address | (() => Address | Promise<Address>)} address asked again at each attempt when it is a function,
   *   so that a token in it can be fresh
   * @param {ConnectionOptions} [options]
   */
  constructor(address, options = {}) {
    super();
    this.address = address;
    this.options = { ...defaults, ...options };
    this.queue = new BoundedQueue({ maxCount: this.options.maxQueued, maxBytes: this.options.maxQueuedBytes });
    this.resumption = this.options.resume
      ? new Resumption({ maxCount: this.options.maxKept, maxBytes: 2 * this.options.maxQueuedBytes })
      : null;
  }

  get state() {
    return this.#state;
  }

  open() {
    if (this.#state !== 'closed') return;
    this.#attempt = 0;
    this.#everReady = false;
    void this.#connect();
  }

  /**
   * The protocol's handshake is done: what waited goes out, behind what the server missed.
   *
   * @param {ResumeAnswer} [answer] what the server said of resuming, unless `answered` was told already
   */
  ready(answer) {
    if (this.#state !== 'open') return;
    this.answered(answer);
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#everReady = true;
    for (let text = this.queue.shift(); text !== undefined; text = this.queue.shift()) this.#write(text, true);
    this.#setState('ready');
  }

  /**
   * The server has answered the handshake: messages count from here on. For protocols in which more has to be said before
   * what waits may go out; the others call `ready` alone.
   *
   * @param {ResumeAnswer} [answer]
   */
  answered(answer) {
    if (!this.resumption || this.#counting || this.#state !== 'open') return;
    // A server that does not know of it counts nothing, and gets nothing again.
    this.#counting = answer !== undefined;
    const { again, lost } = this.resumption.take(answer);
    for (const text of again) this.#write(text, true);
    if (answer) this.emit('resumed', { ...answer, again: again.length, lost });
  }

  /** The next handshake asks for a new session: in this one something is not as it has to be. */
  beginAnew() {
    if (!this.#counting) this.resumption?.take(undefined);
  }

  /** What a handshake says of resuming; nothing where it is turned off. */
  get resumeRequest() {
    return this.resumption?.request ?? {};
  }

  /**
   * Sends, or queues while there is no connection.
   *
   * @param {any} message
   * @returns {boolean} false when it was refused: the queue is full (`overflow`), or the connection closed for good
   */
  send(message) {
    if (this.#state === 'closed') return false;
    const text = JSON.stringify(message);
    const stalled = this.#socket !== null && this.#socket.bufferedAmount > this.options.maxQueuedBytes;
    if (this.#state === 'ready' && !stalled) return this.#write(text, this.options.counts(message));
    if (this.#state !== 'ready' && this.queue.push(text)) return true;
    this.emit('overflow', { message, queued: this.queue.length, bytes: this.queue.bytes });
    return false;
  }

  /**
   * Sends past the queue, for a handshake or a farewell.
   *
   * @param {any} message
   * @returns {boolean} false when no socket is open
   */
  sendNow(message) {
    if (this.#state !== 'open' && this.#state !== 'ready') return false;
    return this.#write(JSON.stringify(message), this.#counting && this.options.counts(message));
  }

  /**
   * Asks whether the server is still there. Its answer, of which `ponged` is to be told, says also that it has all that was
   * sent before.
   *
   * @param {any} message
   */
  ping(message) {
    if (this.sendNow(message) && this.#counting) this.resumption?.pinged();
  }

  /** A ping was answered. */
  ponged() {
    this.resumption?.ponged();
  }

  /**
   * Gives up on this socket without a goodbye, and connects again: for one that seems dead.
   *
   * @param {string} [reason]
   */
  drop(reason = 'the connection went silent') {
    if (this.#socket) this.#lost(1006, reason);
  }

  /**
   * Closes for good.
   *
   * @param {number} [code]
   * @param {string} [reason]
   */
  close(code = 1000, reason = '') {
    if (this.#state !== 'closed') this.#finish(code, reason);
  }

  async #connect() {
    this.#stopTimer();
    this.#setState('connecting');
    const late = () => this.#lost(1006, 'the server did not answer in time');
    const timer = (this.#timer = setTimeout(late, this.options.handshakeTimeout));
    try {
      const address = typeof this.address === 'function' ? await this.address() : this.address;
      if (this.#timer !== timer) return; // closed, or given up, meanwhile
      const Socket = this.options.WebSocket ?? WebSocket;
      this.#listen(new Socket(address, this.options.protocols));
    } catch (error) {
      if (this.#timer === timer) this.#lost(1006, error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {WebSocket} socket */
  #listen(socket) {
    this.#socket = socket;
    socket.onopen = () => {
      this.#setState('open');
      this.emit('open', undefined);
    };
    socket.onmessage = event => this.#read(event.data);
    socket.onclose = event => this.#lost(event.code, event.reason);
    socket.onerror = () => {}; // `close` follows, and says more
  }

  /** @param {string} text */
  #read(text) {
    this.emit('traffic', { direction: 'in', text });
    const message = parse(text);
    if (this.#counting && (!message || this.options.counts(message))) this.resumption?.came();
    this.emit(message ? 'message' : 'malformed', message ?? text);
  }

  /**
   * @param {string} text
   * @param {boolean} counts
   */
  #write(text, counts) {
    if (counts) this.resumption?.went(text);
    this.#socket?.send(text);
    this.emit('traffic', { direction: 'out', text });
    return true;
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #lost(code, reason) {
    reason ||= describeClose(code);
    this.#detach(comingBack, 'coming back');
    const attempt = this.#attempt++;
    if (!mayReconnect(code)) return this.#finish(code, reason);
    if (!this.#everReady && this.#attempt >= this.options.maxFirstAttempts) return this.#finish(code, reason);
    const delay = retryDelay(attempt, code, this.options);
    this.#timer = setTimeout(this.#connectNow, delay);
    globalThis.addEventListener?.('online', this.#connectNow);
    this.#setState('waiting');
    this.emit('retry', { attempt: attempt + 1, delay, code, reason });
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #finish(code, reason) {
    this.#detach(code === 1000 || (code >= 3000 && code < 5000) ? code : 1000, reason);
    this.#setState('closed');
    this.beginAnew();
    this.emit('close', { code, reason, unsent: this.queue.clear() });
  }

  /**
   * @param {number} code
   * @param {string} [reason]
   */
  #detach(code, reason = '') {
    this.#stopTimer();
    this.#counting = false;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(code, reason);
  }

  #stopTimer() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    globalThis.removeEventListener?.('online', this.#connectNow);
  }

  /** @param {ConnectionState} state */
  #setState(state) {
    if (this.#state === state) return;
    this.#state = state;
    this.emit('state', state);
  }
}

/**
 * @param {string} text
 * @returns {Record<string, any> | null}
 */
function parse(text) {
  try {
    const message = JSON.parse(text);
    return typeof message === 'object' ? message : null;
  } catch {
    return null;
  }
}
