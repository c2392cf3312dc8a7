import { listOf } from '../words.js';
import { looksOf } from '../office/figures.js';
import { watchVoices } from '../office/voices.js';
import { HlsView } from './hls-view.js';

/**
 * @typedef {import('../app.js').App} App
 * @typedef {import('../protocols/live.js').Live} Live
 * @typedef {import('./live-calls.js').LiveCalls} LiveCalls
 * @typedef {import('/client/live-wire.js').Publisher} Publisher
 * @typedef {import('/client/live-wire.js').SessionInfo} SessionInfo
 */

/** How long a hand stays raised that nobody answers, in milliseconds. */
const handTime = 60_000;

/** How long the button says that the address is copied, in milliseconds. */
const copiedTime = 2000;

/** What a live room has beside pictures: who is on stage, who asks to come, and the broadcast. */
export class LiveStage {
  /** Whether one's own hand is raised. */
  raised = false;
  /** Who asks to come on stage. @type {Map<string, SessionInfo>} by session */
  #hands = new Map();
  /** @type {Map<string, HlsView>} by the playlist's address */
  #views = new Map();
  /** What each list shows now. @type {Map<string, string>} by its id */
  #shown = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #handTimer;
  /** @type {(() => void)[]} */
  #stop;

  /**
   * @param {App} app
   * @param {Live} live
   * @param {LiveCalls} calls
   * @param {Document} document
   */
  constructor(app, { client }, calls, document) {
    this.app = app;
    this.client = client;
    this.calls = calls;
    this.document = document;
    this.panel = this.#element('live');
    this.#stop = [
      client.on('joined', () => this.#joined()),
      client.on('publishers', () => this.#update()),
      client.on('role', () => this.#allowed()),
      client.on('rejected', () => this.#refused()),
      client.on('request', viewer => this.#asked(viewer)),
      calls.on('change', () => this.#update()),
      watchVoices(() => calls.active.values(), (peer, speaking) => app.tiles.speaks(peer, speaking)),
    ];
    this.#element('live-hls-watch').onclick = () => this.#toggleHls();
    this.#element('live-hls-copy').onclick = () => void this.#copyHls();
  }

  get isPublisher() {
    return this.client.role === 'publisher';
  }

  /** Whether one can ask to come on stage. */
  get mayAsk() {
    return !this.isPublisher && this.client.joined && this.client.channel !== 'p2m';
  }

  /** Where one is and with whom, in words. */
  describe() {
    const { roomId, channel } = this.client;
    const others = this.#others();
    if (!this.isPublisher) {
      if (!others.length) return `Nobody is on stage in ${roomId} now.`;
      const links = [...this.calls.active.values()];
      if (links.length && links.every(({ state }) => state === 'interrupted'))
        return `The connection to ${listOf(others)} is interrupted; waiting for its return.`;
      const verb = channel === 'a2m' ? 'Listening to' : 'Watching';
      return `${verb} ${listOf(others)} in ${roomId}.`;
    }
    if (this.calls.room.uplink?.state !== 'connected') return `Going on stage in ${roomId}…`;
    return others.length ? `On stage in ${roomId} with ${listOf(others)}.` : `Alone on stage in ${roomId}.`;
  }

  /** Raises one's hand, or takes it down. */
  toggleHand() {
    this.#raise(!this.raised);
    if (this.raised) this.client.askToPublish();
  }

  close() {
    for (const stop of this.#stop) stop();
    clearTimeout(this.#handTimer);
    for (const url of [...this.#views.keys()]) this.#closeView(url);
    this.panel.hidden = true;
    for (const id of ['live-publishers', 'live-hands-list']) this.#element(id).replaceChildren();
  }

  #joined() {
    this.panel.hidden = false;
    this.#hands.clear();
    this.#raise(false);
    this.#update();
  }

  #allowed() {
    this.#raise(false);
    if (this.isPublisher) this.#announce('You are on stage now.');
    this.#update();
  }

  #refused() {
    this.#raise(false);
    this.app.notice('The host would rather you watched for now.');
  }

  /** @param {boolean} raised */
  #raise(raised) {
    this.raised = raised;
    clearTimeout(this.#handTimer);
    if (raised) this.#handTimer = setTimeout(() => this.#raise(false), handTime);
    this.app.update();
  }

  /** @param {SessionInfo} viewer */
  #asked(viewer) {
    this.#hands.set(viewer.sessionId, viewer);
    this.#announce(`${this.#nameOf(viewer.userId)} raises a hand.`);
    this.#update();
  }

  /** @param {SessionInfo} viewer @param {boolean} accepted */
  #answer(viewer, accepted) {
    this.#hands.delete(viewer.sessionId);
    // As a user: the screen is a session beside the one that has asked.
    if (accepted) this.client.accept(viewer.userId);
    else this.client.reject(viewer);
    this.#update();
  }

  #others() {
    const { publishers, userId } = this.client;
    return [...new Set(publishers.map(publisher => publisher.userId))].filter(id => id !== userId).map(id => this.#nameOf(id));
  }

  /** @param {string} userId */
  #nameOf(userId) {
    return this.app.session?.nameOf(userId) ?? userId;
  }

  #update() {
    const { roomId, channel, publishers } = this.client;
    for (const { sessionId } of publishers) this.#hands.delete(sessionId);
    this.#element('live-title').textContent = roomId;
    this.#element('live-part').textContent = this.#part(channel);
    const stage = publishers.map(publisher => this.#row(publisher));
    this.#replace('live-publishers', stage);
    this.#element('live-nobody').hidden = stage.length > 0;
    const hands = [...this.#hands.values()].map(viewer => this.#handRow(viewer));
    this.#replace('live-hands-list', hands);
    this.#element('live-hands').hidden = hands.length === 0;
    this.#updateHls();
    this.app.update();
  }

  /** @param {string} channel */
  #part(channel) {
    if (this.isPublisher) return 'You are on stage.';
    if (channel === 'p2m') return 'You watch, a few seconds behind.';
    return this.raised ? 'You watch. Your hand is raised.' : 'You watch. Raise your hand to come on stage.';
  }

  /** What has the focus keeps it. @param {string} id @param {HTMLElement[]} rows */
  #replace(id, rows) {
    const list = this.#element(id);
    const markup = rows.map(row => row.outerHTML).join('');
    if (this.#shown.get(id) === markup) return;
    this.#shown.set(id, markup);
    const active = /** @type {HTMLElement | null} */ (this.document.activeElement);
    const focused = list.contains(active) ? active?.dataset.key : null;
    list.replaceChildren(...rows);
    if (focused) list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  /** @param {Publisher} publisher */
  #row({ userId, sessionId, category, audio, video }) {
    const row = this.#person(userId);
    const isSelf = userId === this.client.userId;
    const kinds = [audio && 'sound', video && (category === 'screenshare' ? 'screen' : 'picture')].filter(Boolean);
    const doing = kinds.length ? kinds.join(', ') : 'silent';
    row.append(this.#text('person-state', isSelf ? `you, ${doing}` : doing));
    row.dataset.session = sessionId;
    if (this.isPublisher && !isSelf && category === 'stream') {
      const kick = this.#button('Remove', `${sessionId} kick`, () => this.client.kick(userId));
      kick.dataset.action = 'kick';
      kick.ariaLabel = `Remove ${this.#nameOf(userId)} from the room`;
      row.append(kick);
    }
    return row;
  }

  /** @param {SessionInfo} viewer */
  #handRow(viewer) {
    const row = this.#person(viewer.userId);
    const name = this.#nameOf(viewer.userId);
    const accept = this.#button('Accept', `${viewer.sessionId} accept`, () => this.#answer(viewer, true));
    accept.className = 'go';
    accept.dataset.action = 'accept';
    accept.ariaLabel = `Let ${name} on stage`;
    const reject = this.#button('Not now', `${viewer.sessionId} reject`, () => this.#answer(viewer, false));
    reject.dataset.action = 'reject';
    reject.ariaLabel = `Do not let ${name} on stage`;
    row.append(accept, reject);
    return row;
  }

  /** @param {string} userId */
  #person(userId) {
    const row = this.document.createElement('li');
    const name = this.#nameOf(userId);
    const { initials, shirt } = looksOf(userId, name);
    const badge = this.#text('person-badge', initials);
    badge.style.background = shirt;
    badge.ariaHidden = 'true';
    row.dataset.user = userId;
    row.append(badge, this.#text('person-name', name));
    return row;
  }

  /** Where the broadcast is found: of the others, or one's own to hand on. */
  get #playlist() {
    const { publishers, channel, userId } = this.client;
    const all = publishers.filter(({ hls }) => hls);
    const packaged = all.find(publisher => publisher.userId === userId) ?? all[0];
    if (packaged?.hls) return { url: packaged.hls, userId: packaged.userId };
    const [first] = publishers;
    if (channel !== 'p2m' || !first) return null;
    const url = `/live/${encodeURIComponent(first.userId)}/${encodeURIComponent(first.sessionId)}/playlist.m3u8`;
    return { url, userId: first.userId };
  }

  #updateHls() {
    const playlist = this.#playlist;
    const url = playlist ? new URL(playlist.url, this.app.url).href : '';
    this.#element('live-hls').hidden = !playlist;
    for (const known of [...this.#views.keys()]) if (known !== url) this.#closeView(known);
    if (!playlist) return;
    const link = this.#element('live-hls-link');
    link.href = url;
    link.textContent = link.title = url;
    // Who came to a broadcast came to watch it.
    if (this.client.channel === 'p2m' && !this.isPublisher && !this.#views.has(url)) this.#openView(url, playlist.userId);
    this.#element('live-hls-watch').textContent = this.#views.has(url) ? 'Close it' : 'Watch it here';
  }

  #toggleHls() {
    const playlist = this.#playlist;
    if (!playlist) return;
    const url = new URL(playlist.url, this.app.url).href;
    if (this.#views.has(url)) this.#closeView(url);
    else this.#openView(url, playlist.userId);
    this.#element('live-hls-watch').textContent = this.#views.has(url) ? 'Close it' : 'Watch it here';
    this.app.update();
  }

  async #copyHls() {
    const button = this.#element('live-hls-copy');
    const done = await navigator.clipboard?.writeText(this.#element('live-hls-link').href).then(() => true, () => false);
    button.textContent = done ? 'Copied' : 'Not allowed';
    setTimeout(() => (button.textContent = 'Copy link'), copiedTime);
  }

  /** @param {string} url @param {string} userId */
  #openView(url, userId) {
    const hasPicture = () => this.client.publishers.some(publisher => publisher.userId === userId && publisher.video);
    const view = new HlsView(userId, this.#nameOf(userId), url, hasPicture);
    this.#views.set(url, view);
    this.app.tiles.addView(view.element);
  }

  /** @param {string} url */
  #closeView(url) {
    const view = this.#views.get(url);
    this.#views.delete(url);
    if (view) this.app.tiles.removeView(view.element);
    view?.close();
  }

  /** Whether anything is shown by HLS. */
  get playsHls() {
    return this.#views.size > 0;
  }

  /** @param {string} words for those who do not look at the panel */
  #announce(words) {
    this.#element('live-news').textContent = words;
  }

  /** @param {string} className @param {string} text */
  #text(className, text) {
    const element = this.document.createElement('span');
    element.className = className;
    element.textContent = text;
    return element;
  }

  /** @param {string} words @param {string} key @param {() => void} act */
  #button(words, key, act) {
    const button = this.document.createElement('button');
    button.type = 'button';
    button.textContent = words;
    button.dataset.key = key;
    button.onclick = act;
    return button;
  }

  /** @param {string} id @returns {any} */
  #element(id) {
    return this.document.querySelector(`#${id}`);
  }
}
