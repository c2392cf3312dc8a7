import { Connection } from './connection.js';
import { Emitter } from './emitter.js';
import { newId } from './id.js';
import { steadyInterval } from './interval.js';

/**
 * @typedef {import('./connection.js').ConnectionOptions} ConnectionOptions
 * @typedef {import('./connection.js').ConnectionEvents} ConnectionEvents
 *
 * @typedef {'offer' | 'answer' | 'ice_candidate' | 'ice_complete'} SignalType
 * @typedef {'available' | 'busy' | 'away' | 'offline'} Presence
 * @typedef {{user_id: string, status: Presence, last_seen: string | null}} Peer
 *
 * @typedef {object} Registered
 * @property {string} userId
 * @property {string} connectionId the server's name for this connection
 * @property {RTCIceServer[]} iceServers
 * @property {Peer[]} peers the contacts and their state
 * @property {boolean} again whether this follows a reconnect
 *
 * @typedef {object} Signal
 * @property {SignalType} type
 * @property {string} sender
 * @property {{connection_id?: string, sdp?: string, candidate?: any}} payload
 *
 * @typedef {object} Status
 * @property {string} userId whom it is about
 * @property {Presence | 'answered_elsewhere'} status
 * @property {string | null} lastSeen
 * @property {string} [connectionId] the negotiation it is about, if any
 * @property {boolean} toMe whether its sender addressed it to this user alone
 *
 * @typedef {object} DirectEvents
 * @property {Registered} registered at the first connect, and after each reconnect that is not `resumed`
 * @property {undefined} resumed the connection was lost and is back, and the server sends what was missed: calls go on
 * @property {Signal} signal
 * @property {Status} status
 * @property {{code: string, message: string, details: Record<string, any>}} error
 * @property {ConnectionEvents['retry']} retry
 * @property {ConnectionEvents['close']} close
 */

/**
 * The `direct` protocol: user-to-user signaling.
 *
 * @extends {Emitter<DirectEvents>}
 */
export class DirectClient extends Emitter {
  #stopHeartbeat = () => {};
  #heard = false;
  #registered = false;

  /**
   * @param {object} options
   * @param {string} options.url the server's address, with or without the path `/direct`
   * @param {string} options.userId
   * @param {string | (() => string | Promise<string>)} [options.token] asked again at each attempt when a function
   * @param {string[]} [options.contacts] users whose status is of interest, at most 500
   * @param {{id?: string, type?: string, version?: string}} [options.device] a device that registers again replaces its
   *   older connection; without an `id` each client object is a device of its own
   * @param {ConnectionOptions} [options.connection]
   */
  constructor({ url, userId, token, contacts = [], device = {}, connection }) {
    super();
    this.userId = userId;
    this.contacts = contacts;
    this.device = { id: newId(), type: 'web', version: '1', ...device };
    this.token = token;
    /** @type {RTCIceServer[]} */
    this.iceServers = [];
    this.connection = new Connection(socketAddress(url), connection);
    this.connection.on('open', () => void this.#register());
    this.connection.on('message', message => this.#receive(message));
    this.connection.on('retry', detail => this.#pause('retry', detail));
    this.connection.on('close', detail => this.#pause('close', detail));
  }

  /**
   * Connects and registers.
   *
   * @returns {Promise<Registered>} rejected when the connection is closed for good before that
   */
  connect() {
    const registered = this.once('registered', 'close');
    this.connection.open();
    return registered;
  }

  /**
   * @param {SignalType} type
   * @param {string} receiver
   * @param {{connection_id: string, sdp?: string, candidate?: any}} payload
   * @returns {boolean} false when it was refused, see `Connection.send`
   */
  signal(type, receiver, payload) {
    return this.connection.send({ ...this.#message(type, payload), sender: this.userId, receiver });
  }

  /**
   * Tells one's status to a single user, or to all who watch.
   *
   * @param {Presence} status
   * @param {string} [receiver]
   * @param {string} [connectionId] the negotiation it is about
   */
  setStatus(status, receiver, connectionId) {
    const payload = connectionId ? { status, connection_id: connectionId } : { status };
    return this.connection.send({ ...this.#message('status_change', payload), sender: this.userId, receiver });
  }

  /** Leaves on purpose: the others see `offline` and not a lost connection. */
  disconnect() {
    this.connection.sendNow(this.#message('disconnect', {}));
    this.connection.close(1000, 'disconnect');
  }

  async #register() {
    try {
      const token = typeof this.token === 'function' ? await this.token() : this.token;
      const payload = { user_id: this.userId, token, device_info: this.device, contacts: this.contacts };
      Object.assign(payload, this.connection.resumeRequest);
      this.connection.sendNow(this.#message('register', payload));
    } catch (error) {
      this.connection.drop(error instanceof Error ? error.message : String(error));
    }
  }

  /** @param {any} message */
  #receive(message) {
    this.#heard = true;
    const { type, sender, receiver } = message;
    const payload = message.payload ?? {};
    switch (type) {
      case 'register':
        return this.#accepted(payload);
      case 'offer':
      case 'answer':
      case 'ice_candidate':
      case 'ice_complete':
        return this.emit('signal', { type, sender, payload });
      case 'status_change':
        return this.emit('status', {
          userId: payload.user_id ?? sender,
          status: payload.status,
          lastSeen: payload.last_seen ?? null,
          connectionId: payload.connection_id,
          toMe: receiver === this.userId,
        });
      case 'error':
        return this.emit('error', { code: payload.code, message: payload.message, details: payload.details ?? {} });
      case 'heartbeat':
        return this.connection.ponged();
      default: // whatever later versions add
    }
  }

  /** @param {any} payload */
  #accepted(payload) {
    const again = this.#registered;
    this.#registered = true;
    this.iceServers = payload.ice_servers ?? [];
    this.#beat((payload.heartbeat_interval ?? 30) * 1000);
    this.connection.ready(payload.resume);
    if (payload.resume?.result === 'resumed') return this.emit('resumed', undefined);
    this.emit('registered', {
      userId: payload.user_id,
      connectionId: payload.connection_id,
      iceServers: this.iceServers,
      peers: payload.peers ?? [],
      again,
    });
  }

  /**
   * The server gives up on who has sent nothing for two intervals: a page in the background has to go on as well.
   *
   * @param {number} interval in milliseconds
   */
  #beat(interval) {
    this.#stopHeartbeat();
    let silent = 0;
    this.#stopHeartbeat = steadyInterval(() => {
      silent = this.#heard ? 0 : silent + 1;
      this.#heard = false;
      if (silent >= 2) return this.connection.drop();
      this.connection.ping(this.#message('heartbeat', {}));
    }, interval);
  }

  /**
   * @template {'retry' | 'close'} Name
   * @param {Name} name
   * @param {DirectEvents[Name]} detail
   */
  #pause(name, detail) {
    this.#stopHeartbeat();
    this.emit(name, detail);
  }

  /**
   * @param {string} type
   * @param {object} payload
   */
  #message(type, payload) {
    return { type, payload, timestamp: new Date().toISOString() };
  }
}

/** @param {string} url */
function socketAddress(url) {
  const address = new URL(url, globalThis.location?.href);
  address.protocol = address.protocol.replace('http', 'ws');
  if (!address.pathname.endsWith('/direct')) address.pathname = address.pathname.replace(/\/?$/, '/direct');
  return address;
}
