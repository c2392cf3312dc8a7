import { Calls } from './calls.js';
import { listenToControls, updateControls } from './controls.js';
import { GuestDesk } from './guest-desk.js';
import { LiveCalls } from './live/live-calls.js';
import { LiveStage } from './live/live-stage.js';
import { Log } from './log.js';
import { LocalMedia } from './media.js';
import { Office } from './office/office.js';
import { OfficeCalls } from './office/office-calls.js';
import { Ring } from './ring.js';
import { showRoutes } from './route-view.js';
import { Setup } from './setup.js';
import { avatar, Tiles } from './tiles.js';
import { Ways } from './ways.js';
import { countOthers, describe, ringing } from './status.js';
import { explainEnd, listOf } from './words.js';

/**
 * @typedef {import('./protocols.js').Session} Session
 * @typedef {import('./status.js').State} State
 */

/** The page: what its parts tell each other. */
export class App {
  /** @type {Session | null} */
  session = null;
  /** @type {Calls | OfficeCalls | LiveCalls | null} */
  calls = null;
  /** What worlds have beside calls. @type {Office | null} */
  office = null;
  /** What live rooms have beside pictures. @type {LiveStage | null} */
  stage = null;
  /** What guests have beside calls. @type {GuestDesk | null} */
  desk = null;
  media = new LocalMedia();
  /** Whether the session is connected now. */
  online = false;
  /** Whether the user has pressed Connect, and neither success nor failure has come. */
  connecting = false;
  /** Why nothing works, if so. */
  failure = '';
  /** How the last call ended. */
  ended = '';
  #retrying = false;
  /** @type {() => void} */
  #stopRoutes = () => {};

  /**
   * @param {Document} document
   * @param {string} url the server
   */
  constructor(document, url) {
    this.document = document;
    this.url = url;
    this.setup = new Setup(this.#element('setup'));
    this.tiles = new Tiles(this.#element('remotes'), () => this.update());
    this.ways = new Ways(this.#element('ways'), way => this.#choose(way));
    this.log = new Log(document);
    this.ring = new Ring(this.#element('ring'), {
      accept: () => (this.desk ?? this.calls)?.accept(),
      decline: () => this.calls?.decline(),
    });
    this.#listen();
  }

  /** @param {URLSearchParams} parameters of the page's address */
  async start(parameters) {
    this.setup.fill(parameters);
    // Reloaded as a guest: the match waits, but not for long.
    const returns = GuestDesk.wasOpen && (!parameters.has('protocol') || this.setup.chosen.isMatched);
    if (returns) this.setup.choose('guests');
    this.update();
    if (!returns && !parameters.has('auto')) return;
    await this.connect();
    if (!this.online) return;
    if (returns) this.desk?.takeUp();
    else this.begin();
  }

  /** Begins what needs no further question: a room's call, or the search for somebody. */
  begin() {
    if (this.setup.chosen.isRoom) this.call();
    else this.desk?.find();
  }

  async connect() {
    this.connecting = true;
    this.failure = this.ended = '';
    this.notice('');
    this.update();
    try {
      const access = await this.setup.prove(this.url);
      if (access) {
        if (!this.setup.chosen.isMatched && !this.setup.chosen.isLive) this.media.start();
        await this.#open(access).connect();
        if (this.setup.chosen.isLive) this.call();
      }
    } catch (error) {
      // A connection that was closed for good has said why already.
      if (!this.failure) this.#fail(error instanceof Error ? error.message : String(error));
    }
    this.connecting = false;
    this.update();
    if (this.online) this.#focusNext();
  }

  disconnect() {
    const { session, calls, desk, office, stage } = this;
    this.session = this.calls = this.desk = this.office = this.stage = null;
    this.online = this.connecting = this.#retrying = false;
    this.#stopRoutes();
    calls?.close();
    session?.leave();
    this.media.stop();
    desk?.close();
    office?.close();
    stage?.close();
    this.update();
  }

  call() {
    this.ended = '';
    const callees = this.session?.callees(this.setup.target.value.trim()) ?? [];
    this.calls?.call(callees);
  }

  /** @param {string} words for the user; nothing takes them away */
  notice(words) {
    const element = this.#element('notice');
    element.textContent = words;
    element.hidden = words === '';
  }

  /** Shows the state of everything. */
  update() {
    const { state, words } = describe(this);
    this.document.body.dataset.state = state;
    this.document.body.classList.toggle('in-office', this.office?.view != null);
    this.document.body.classList.toggle('only-watching', this.office?.listens ?? false);
    this.document.body.classList.toggle('on-stage', this.stage !== null);
    const line = this.#element('state');
    if (line.textContent !== words) line.textContent = words;
    this.setup.lock(this.session !== null);
    this.setup.explain(this.failure);
    this.ways.show(this.session || this.connecting ? null : this.setup.protocol.value);
    updateControls(this.document, this, state);
    this.#updateHint(state);
    this.#updateRing();
  }

  /** @param {string} way one of the protocols, by its card */
  #choose(way) {
    this.setup.choose(way);
    this.failure = '';
    this.update();
  }

  /** @param {import('./access.js').Access} access */
  #open(access) {
    const { chosen, name, target, live } = this.setup;
    /** @type {Session} */
    const session = chosen.open(
      { url: this.url, name: name.value.trim(), target: target.value.trim(), access, live },
      {
        onready: () => this.#ready(session),
        onpresence: () => this.update(),
        onproblem: words => (this.office ?? this).notice(words),
        onretry: (words, seconds) => this.#retry(session, words, seconds),
        onclose: words => this.session === session && this.#fail(words),
      },
    );
    session.connection.on('traffic', ({ direction, text }) => this.log.add(direction, text));
    session.connection.on('overflow', () => this.notice('Too much is waiting to be sent; some of it was refused.'));
    this.session = session;
    this.desk = session.guests ? new GuestDesk(this, session.guests, this.#element('chat')) : null;
    if (session.world) {
      const calls = this.#watch(new OfficeCalls(session, session.world.client, this.media));
      this.calls = calls;
      this.office = new Office(this, session.world, calls, this.document);
    } else if (session.live) {
      const calls = this.#watch(new LiveCalls(session, session.live, this.media, words => this.notice(words)));
      this.calls = calls;
      this.stage = new LiveStage(this, session.live, calls, this.document);
    } else {
      this.calls = this.#watch(new Calls(session, this.media, chosen.isRoom || chosen.isLive));
    }
    this.#stopRoutes = showRoutes(this.#element('route'), () => this.calls?.active.values() ?? [], session.nameOf);
    return session;
  }

  /**
   * @template {Calls | OfficeCalls | LiveCalls} T
   * @param {T} calls
   */
  #watch(calls) {
    const { nameOf } = calls.session;
    calls.on('change', () => this.update());
    calls.on('added', call => this.tiles.add(call, nameOf(call.peer)));
    calls.on('removed', call => this.tiles.remove(call));
    calls.on('replaced', ({ before, after }) => this.tiles.replace(before, after));
    calls.on('ended', ({ peer, reason, rang }) => {
      this.ended = explainEnd(reason, nameOf(peer), rang);
      this.update();
    });
    if (calls instanceof Calls) this.desk?.watch(calls);
    return calls;
  }

  /** @param {Session} session */
  #ready(session) {
    if (this.session !== session) return;
    if (this.#retrying) this.notice('');
    this.#retrying = false;
    this.online = true;
    this.connecting = false;
    if (session.guests) this.setup.name.value = session.guests.session?.user.username ?? '';
    this.calls?.recall();
    this.update();
  }

  /**
   * @param {Session} session
   * @param {string} words
   * @param {number} [seconds] until it is tried again, where that is known
   */
  #retry(session, words, seconds) {
    if (this.session !== session) return;
    this.online = false;
    this.#retrying = true;
    const when = seconds === undefined ? 'Trying again.' : `Trying again in ${Math.ceil(seconds)} s.`;
    this.notice(`No connection to the server (${words}). ${when}`);
    this.update();
  }

  /** @param {string} words */
  #fail(words) {
    this.disconnect();
    this.notice('');
    this.failure = words;
    this.update();
  }

  /** @param {State} state */
  #updateHint(state) {
    const hint = this.#element('hint');
    hint.hidden = state === 'ringing' || Boolean(this.calls?.active.size || this.stage?.playsHls);
    const next = this.document.createElement('p');
    next.append(...this.#hint(state));
    // A link that has the focus keeps it, however often the page is updated.
    if (next.innerHTML !== hint.innerHTML) hint.replaceChildren(...next.childNodes);
  }

  /**
   * @param {State} state
   * @returns {(Node | string)[]}
   */
  #hint(state) {
    if (!this.session) return [this.#howToBegin()];
    if (this.office) return [];
    if (this.desk) return this.#guestHint(this.desk, state);
    if (state === 'connecting' || this.setup.wantsToken) return [];
    const address = this.setup.invitation(this.session.callees('').map(this.session.nameOf));
    const link = this.#link(address, `Open a second tab as ${new URLSearchParams(address).get('name')}`);
    if (this.media.wanted.video || (this.stage && !this.stage.isPublisher)) return [link];
    // Nothing of oneself is seen, but one is there.
    const line = this.document.createElement('span');
    const sends = this.media.wanted.audio ? 'with sound only' : 'and send nothing';
    line.textContent = this.stage ? `You are on stage, ${sends}.` : 'Your camera is off.';
    return [avatar(this.session.nameOf(this.session.self)), line, link];
  }

  /**
   * @param {GuestDesk} desk
   * @param {State} state
   */
  #guestHint(desk, state) {
    const line = this.document.createElement('span');
    switch (state) {
      case 'connecting':
        return [];
      case 'matched':
        line.textContent = desk.partner;
        return [avatar(desk.partner), line];
      case 'searching':
        line.textContent = `Searching… ${countOthers(desk.online)}`;
        return [line, this.#link('?protocol=guests&auto=1', 'Open a second tab that searches too')];
      default:
        line.textContent = countOthers(desk.online);
        return [line];
    }
  }

  /**
   * @param {string} address
   * @param {string} words
   */
  #link(address, words) {
    const link = this.document.createElement('a');
    link.href = address;
    link.target = '_blank';
    // A tab with an opener would begin with a copy of this one's storage, and be the same guest.
    link.rel = this.desk ? 'noopener' : 'opener';
    link.textContent = words;
    return link;
  }

  #howToBegin() {
    if (this.setup.chosen.isMatched) return 'Find someone who searches too. A second tab will do.';
    if (this.setup.chosen.isLive) return 'Open a room as its host, and join it in a second tab. It takes a media server: eng/media up starts one.';
    if (this.setup.chosen.isWorld) return 'Enter the office, and walk up to somebody. A second tab will do.';
    const then = this.setup.chosen.isRoom ? 'Connect, then join the call' : 'Connect, then call somebody';
    // With a token of one's own a second tab needs another one.
    return this.setup.wantsToken ? `${then}.` : `${then}. A second tab will do.`;
  }

  #updateRing() {
    const { calls, setup } = this;
    const names = [...(calls?.ringing.keys() ?? [])].map(peer => calls?.session.nameOf(peer) ?? peer);
    if (!names.length) return this.ring.hide();
    const how = this.desk
      ? `Take the ${this.desk.ringingType} call?`
      : setup.chosen.isRoom
        ? `Join the call in room ${calls?.session.room}?`
        : 'Take the call?';
    this.ring.show(ringing(listOf(names), names.length), how);
  }

  /** The form's fields are locked now, and a disabled one that had the focus has lost it. */
  #focusNext() {
    const call = this.#element('call');
    if (this.desk) this.#element('find').focus({ preventScroll: true });
    else if (this.office) this.office.canvas.focus({ preventScroll: true });
    else if (this.setup.chosen.isLive) this.#focusFirst('microphone', 'hand', 'hangup');
    else if (call.disabled) this.#element('target').focus();
    else call.focus({ preventScroll: true });
  }

  /** @param {string[]} ids of buttons, of which the first that is shown gets the focus */
  #focusFirst(...ids) {
    ids.map(id => this.#element(id)).find(({ hidden }) => !hidden)?.focus({ preventScroll: true });
  }

  #updatePreview() {
    const track = this.media.track('video');
    const local = this.#element('local');
    const video = /** @type {HTMLVideoElement} */ (local.querySelector('video'));
    local.hidden = !track;
    local.classList.toggle('mirrored', !this.media.sharesScreen);
    const [shown] = /** @type {MediaStream | null} */ (video.srcObject)?.getVideoTracks() ?? [];
    if (shown !== track) video.srcObject = track ? new MediaStream([track]) : null;
    this.update();
  }

  #listen() {
    const { setup, media } = this;
    listenToControls(this.document, this);
    setup.form.addEventListener('submit', event => {
      event.preventDefault();
      if (this.session) this.disconnect();
      else void this.connect().then(() => this.desk?.find());
    });
    setup.form.addEventListener('input', () => this.update());
    media.on('change', () => this.#updatePreview());
    media.on('problem', words => this.notice(words));
    // Any click or key will do for the browser; the button is for those who wonder why they hear nothing.
    for (const name of ['click', 'keyup']) this.document.addEventListener(name, () => this.tiles.unsilence());
    // Leaving the page hangs up, so that nobody waits for a connection to be given up. Guests may be back in a moment.
    globalThis.addEventListener('pagehide', () => this.session && !this.desk && this.disconnect());
  }

  /**
   * @param {string} id
   * @returns {any}
   */
  #element(id) {
    return this.document.querySelector(`#${id}`);
  }
}
