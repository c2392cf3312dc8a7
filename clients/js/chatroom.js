import { Connection } from './connection.js';
import { Emitter } from './emitter.js';
import { steadyInterval } from './interval.js';

/**
 * @typedef {import('./connection.js').ConnectionOptions} ConnectionOptions
 * @typedef {import('./connection.js').ConnectionEvents} ConnectionEvents
 *
 * @typedef {{id: string, name: string, nick?: string, profile?: any, updatedAt?: string}} AccountInfo
 * @typedef {{identity: string, name: string, accountId: string, account?: AccountInfo, joinedAt: string}} Participant
 *
 * @typedef {object} Welcome
 * @property {string} userId this connection's account
 * @property {string} roomId
 * @property {string} message
 * @property {Participant[]} participants the others who are in the room
 * @property {boolean} again whether this follows a reconnect
 *
 * @typedef {object} RoomSignal
 * @property {string} type whatever the clients agree on: `offer`, `answer`, `ice-candidate`…
 * @property {any} data
 * @property {string} [to] the account it was sent to alone
 * @property {string} sender the account that sent it
 * @property {AccountInfo} [senderInfo]
 *
 * @typedef {object} ChatRoomEvents
 * @property {Welcome} welcome at the first connect, and after each reconnect that is not `resumed`
 * @property {undefined} resumed the connection was lost and is back, and the server sends what was missed: calls go on
 * @property {RoomSignal} signal
 * @property {{accountId: string, info?: AccountInfo}} joined an account's first connection came
 * @property {{accountId: string, info?: AccountInfo}} left an account's last connection went
 * @property {{message: string, code?: string, to?: string, retryAfterMs?: number}} error
 * @property {ConnectionEvents['retry']} retry
 * @property {ConnectionEvents['close']} close
 */

/**
 * The `chatroom` protocol: broadcast within a room of members.
 *
 * @extends {Emitter<ChatRoomEvents>}
 */
export class ChatRoomClient extends Emitter {
  #stopPings = () => {};
  #heard = false;
  #welcomed = false;

  /**
   * @param {object} options
   * @param {string} options.url the server's address, with the gateway's path if there is one
   * @param {string} options.roomId the room's GUID
   * @param {string | (() => string | Promise<string>)} [options.token] asked again at each attempt when a function;
   *   without one the browser's cookie speaks. A browser can set no header here, so it goes into the query
   * @param {number} [options.pingInterval] how often to ask whether the server is still there, in ms (20,000)
   * @param {ConnectionOptions} [options.connection]
   */
  constructor({ url, roomId, token, pingInterval = 20_000, connection }) {
    super();
    this.pingInterval = pingInterval;
    this.roomId = roomId;
    this.userId = '';
    /** @type {Map<string, Participant>} the others in the room, by account */
    this.participants = new Map();
    this.connection = new Connection(() => socketAddress(url, roomId, token, this.connection.resumeRequest), connection);
    this.connection.on('message', message => this.#receive(message));
    this.connection.on('retry', detail => this.#pause('retry', detail));
    this.connection.on('close', detail => this.#pause('close', detail));
  }

  /**
   * Connects and waits for the welcome.
   *
   * @returns {Promise<Welcome>} rejected when the connection is closed for good before that
   */
  connect() {
    const welcome = this.once('welcome', 'close');
    this.connection.open();
    return welcome;
  }

  /**
   * @param {string} type
   * @param {object} data
   * @param {string} [to] an account; everyone else in the room when left out
   * @returns {boolean} false when it was refused, see `Connection.send`
   */
  signal(type, data, to) {
    return this.connection.send({ type, data, to });
  }

  disconnect() {
    this.connection.close(1000, 'left');
  }

  /** @param {Record<string, any>} packet */
  #receive(packet) {
    this.#heard = true;
    const data = packet.data ?? {};
    switch (packet.type) {
      case 'webrtc':
        return this.#welcome(data);
      case 'webrtc.signal':
      case 'signaling': // the name under `?envelope=signaling`
        return this.#signal(data);
      case 'error':
        return this.emit('error', { ...data, retryAfterMs: packet.retryAfterMs, message: packet.errorMessage });
      case 'pong':
        return this.connection.ponged();
      default: // whatever later versions add
    }
  }

  /** @param {Record<string, any>} data */
  #welcome({ userId, roomId, message, participants = [], resume }) {
    const again = this.#welcomed;
    this.#welcomed = true;
    this.userId = userId;
    if (resume?.result === 'resumed') {
      this.connection.ready(resume);
      this.#keepAlive();
      return this.emit('resumed', undefined);
    }

    this.participants = new Map(participants.map((/** @type {Participant} */ who) => [who.accountId, who]));
    this.connection.ready(resume);
    this.#keepAlive();
    this.emit('welcome', { userId, roomId, message, participants, again });
  }

  /** @param {Record<string, any>} packet */
  #signal({ type, data, to, senderAccountId, SenderAccountId, senderInfo, SenderInfo }) {
    const sender = senderAccountId ?? SenderAccountId;
    const info = senderInfo ?? SenderInfo;
    if (type === 'user-joined') {
      this.participants.set(sender, participant(sender, info));
      return this.emit('joined', { accountId: sender, info });
    }
    if (type === 'user-left') {
      this.participants.delete(sender);
      return this.emit('left', { accountId: sender, info });
    }
    this.emit('signal', { type, data: data ?? {}, to, sender, senderInfo: info });
  }

  #keepAlive() {
    this.#stopPings();
    this.#heard = true;
    this.#stopPings = steadyInterval(() => {
      if (!this.#heard) return this.connection.drop();
      this.#heard = false;
      this.connection.ping({ type: 'ping' });
    }, this.pingInterval);
  }

  /**
   * @template {'retry' | 'close'} Name
   * @param {Name} name
   * @param {ChatRoomEvents[Name]} detail
   */
  #pause(name, detail) {
    this.#stopPings();
    this.emit(name, detail);
  }
}

/**
 * @param {string} accountId
 * @param {AccountInfo} [account]
 * @returns {Participant}
 */
function participant(accountId, account) {
  const name = account?.nick || account?.name || accountId;
  return { identity: account?.name ?? accountId, name, accountId, account, joinedAt: new Date().toISOString() };
}

/**
 * @param {string} url
 * @param {string} roomId
 * @param {string | (() => string | Promise<string>)} [token]
 * @param {{resume?: string, seq?: number}} [wish]
 */
async function socketAddress(url, roomId, token, { resume, seq } = {}) {
  const address = new URL(url, globalThis.location?.href);
  address.pathname = address.pathname.replace(/\/?$/, `/api/chat/realtime/${encodeURIComponent(roomId)}`);
  address.protocol = address.protocol.replace('http', 'ws');
  const value = typeof token === 'function' ? await token() : token;
  if (value) address.searchParams.set('access_token', value);
  if (resume !== undefined) address.searchParams.set('resume', resume);
  if (resume) address.searchParams.set('seq', String(seq));
  return address;
}
