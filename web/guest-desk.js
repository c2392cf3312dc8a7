import { about, Chat } from './chat.js';
import { keep, kept } from './kept.js';
import { explainUnmatched } from './words.js';

/**
 * @typedef {import('./app.js').App} App
 * @typedef {import('/client/guestcall.js').CallType} CallType
 * @typedef {import('/client/guestcall.js').GuestCallClient} GuestCallClient
 * @typedef {import('/client/guestcall.js').Match} Match
 * @typedef {import('/client/guestcall-channels.js').GuestCallChannel} GuestCallChannel
 * @typedef {import('/client/guestcall-channels.js').GuestCallChannels} GuestCallChannels
 */

/** What guests have beside a call: searching, the match, its chat. Camera and microphone are open in calls only. */
export class GuestDesk {
  /** How many guests are connected; null until the server has said it. @type {number | null} */
  online = null;
  /** @type {() => void} */
  #stopListening;

  /** Whether this tab was a guest's when its page was left or reloaded. */
  static get wasOpen() {
    return kept('guest') !== null;
  }

  /**
   * @param {App} app
   * @param {GuestCallClient} client
   * @param {HTMLElement} panel of the chat
   */
  constructor(app, client, panel) {
    this.app = app;
    this.client = client;
    this.chat = new Chat(panel, client);
    app.media.wanted = { audio: false, video: false };
    this.#stopListening = app.media.on('change', () => this.#keepMedia());
    this.#listen();
  }

  /** Who the match is, for a person; empty without one. */
  get partner() {
    const user = this.client.match?.user;
    return user ? [user.username, about(user)].filter(Boolean).join(', ') : '';
  }

  /** Goes on with what the page did before it was loaded again. */
  takeUp() {
    if (kept('searching')) this.find();
  }

  find() {
    this.app.ended = '';
    this.app.notice('');
    this.client.search();
  }

  cancel() {
    this.client.cancel();
  }

  /** Leaves this match for another one. */
  next() {
    this.client.leave();
    this.find();
  }

  /** @param {CallType} type */
  call(type) {
    this.app.media.wanted = { audio: true, video: type === 'video' };
    this.#begin(type);
  }

  accept() {
    const [call] = this.app.calls?.ringing.values() ?? [];
    const { type } = /** @type {GuestCallChannel} */ (call.channel);
    this.app.media.wanted = { audio: true, video: type === 'video' };
    this.app.calls?.accept();
  }

  /** What it is that rings. */
  get ringingType() {
    const [call] = this.app.calls?.ringing.values() ?? [];
    return call ? /** @type {GuestCallChannel} */ (call.channel).type : 'video';
  }

  close() {
    this.#stopListening();
    this.chat.close();
    this.app.media.wanted = { audio: true, video: true };
    for (const name of ['guest', 'searching', 'media', 'chat']) keep(name, null);
  }

  #listen() {
    const { app, client } = this;
    client.on('stats', ({ stats }) => {
      this.online = stats.onlineUsers;
      app.update();
    });
    client.on('search', ({ searching }) => {
      keep('searching', searching || null);
      app.update();
    });
    client.on('matched', match => this.#matched(match));
    client.on('unmatched', ({ user, reason }) => {
      app.ended = explainUnmatched(reason, user.username);
      if (app.ended) this.chat.note(app.ended);
      app.update();
    });
  }

  /** @param {Match} match */
  #matched({ resumed, call }) {
    keep('searching', null);
    if (!resumed) this.app.ended = '';
    this.app.update();
    // A call that rings here rings again by itself, as its offer follows.
    const goesOn = call.state === 'connected' || (call.state === 'ringing' && call.outgoing);
    if (!resumed || !goesOn || this.app.calls?.active.size) return;
    const type = call.type ?? 'video';
    // Who had turned the camera off does not find it on.
    this.app.media.wanted = kept('media') ?? { audio: true, video: type === 'video' };
    this.#begin(type);
  }

  /** @param {CallType} type */
  #begin(type) {
    const { calls, session } = this.app;
    if (!calls || !session) return;
    this.app.ended = '';
    /** @type {GuestCallChannels} */ (session.channels).type = type;
    calls.call(session.callees(''));
  }

  /** Follows the app's calls. @param {import('./calls.js').Calls} calls */
  watch(calls) {
    calls.on('ended', () => this.app.ended && this.chat.note(this.app.ended));
    calls.on('removed', () => {
      if (calls.active.size) return;
      this.app.media.stop();
      this.app.media.wanted = { audio: false, video: false };
      keep('media', null);
    });
  }

  #keepMedia() {
    if (this.app.calls?.active.size) keep('media', this.app.media.wanted);
  }
}
