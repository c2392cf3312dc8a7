import { looksOf } from './figures.js';

/**
 * @typedef {import('/client/world.js').WorldPeer} WorldPeer
 * @typedef {import('/client/world.js').WorldUser} WorldUser
 *
 * @typedef {object} PanelActions
 * @property {(userId: string, seconds: number) => void} mute
 * @property {(userId: string) => void} remove from the room
 * @property {(userId: string) => void} kick out of the world
 * @property {(zoneId: string) => void} walkTo
 *
 * @typedef {object} PanelState
 * @property {string} place
 * @property {string} topology
 * @property {WorldUser | null} self
 * @property {boolean} listens whether one sends nothing, and only hears and sees the others
 * @property {WorldPeer[]} peers
 * @property {(userId: string) => boolean} isMuted
 * @property {string[]} roles one's own
 */

/** How long a mute lasts, in seconds. */
const muteTime = 300;

/** Who is in the room, for those who see the canvas and those who don't, with what a moderator can do. */
export class PeoplePanel {
  /** @type {Map<string, HTMLElement>} by user */
  #rows = new Map();

  /**
   * @param {Document} document
   * @param {PanelActions} actions
   */
  constructor(document, actions) {
    this.element = /** @type {HTMLElement} */ (document.querySelector('#people'));
    this.title = /** @type {HTMLElement} */ (document.querySelector('#people-place'));
    this.topology = /** @type {HTMLElement} */ (document.querySelector('#people-topology'));
    this.list = /** @type {HTMLElement} */ (document.querySelector('#people-list'));
    this.rooms = /** @type {HTMLSelectElement} */ (document.querySelector('#people-rooms'));
    this.actions = actions;
    this.rooms.onchange = () => {
      if (this.rooms.value) actions.walkTo(this.rooms.value);
      this.rooms.value = '';
    };
  }

  /** @param {import('/client/world-map.js').MapZone[]} zones */
  showRooms(zones) {
    this.rooms.replaceChildren(new Option('Choose a room', ''), ...zones.map(({ id, name }) => new Option(name ?? id, id)));
  }

  /** @param {PanelState} state */
  update({ place, topology, self, listens, peers, isMuted, roles }) {
    this.title.textContent = `In ${place}`;
    this.topology.textContent = `Media: ${topology}`;
    if (!self) return;
    const here = new Set([self.userId, ...peers.map(({ userId }) => userId)]);
    for (const [userId, row] of this.#rows)
      if (!here.has(userId)) {
        row.remove();
        this.#rows.delete(userId);
      }
    this.#show(self, listens ? 'you, only watching' : 'you', isMuted, []);
    for (const peer of peers) this.#show(peer, peer.presence.state === 'sitting' ? 'sits' : '', isMuted, roles);
  }

  /** @param {string} userId @param {boolean} speaking */
  speaks(userId, speaking) {
    this.#rows.get(userId)?.classList.toggle('speaking', speaking);
  }

  /** Brings somebody's row into sight, and opens what can be done about them. @param {string} userId */
  show(userId) {
    const row = this.#rows.get(userId);
    if (!row) return;
    row.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
    row.classList.remove('pointed');
    void row.offsetWidth; // so that the animation begins anew
    row.classList.add('pointed');
    const menu = row.querySelector('details');
    if (menu) menu.open = true;
  }

  clear() {
    this.#rows.clear();
    this.list.replaceChildren();
  }

  /** @param {WorldUser} user @param {string} doing @param {(userId: string) => boolean} isMuted @param {string[]} roles */
  #show({ userId, displayName }, doing, isMuted, roles) {
    let row = this.#rows.get(userId);
    if (!row) {
      row = this.#build(userId, displayName, roles);
      this.#rows.set(userId, row);
      this.list.append(row);
    }
    const words = [doing, isMuted(userId) ? 'muted' : ''].filter(Boolean).join(', ');
    const state = /** @type {HTMLElement} */ (row.querySelector('.person-state'));
    if (state.textContent !== words) state.textContent = words;
    row.dataset.muted = String(isMuted(userId));
    const mute = /** @type {HTMLElement | null} */ (row.querySelector("[data-action$='mute']"));
    if (mute) sayMute(mute, isMuted(userId));
  }

  /** @param {string} userId @param {string} name @param {string[]} roles */
  #build(userId, name, roles) {
    const row = document.createElement('li');
    row.dataset.user = userId;
    const { initials, shirt } = looksOf(userId, name);
    const badge = textElement('span', 'person-badge', initials);
    badge.style.background = shirt;
    badge.ariaHidden = 'true';
    row.append(badge, textElement('span', 'person-name', name), textElement('span', 'person-state', ''));
    const menu = this.#menu(userId, name, roles);
    if (menu) row.append(menu);
    return row;
  }

  /** What the server will let these roles do. @param {string} userId @param {string} name @param {string[]} roles */
  #menu(userId, name, roles) {
    const isAdmin = roles.includes('Admin');
    if (!isAdmin && !roles.includes('Editor')) return null;
    const menu = document.createElement('details');
    const summary = textElement('summary', '', '⋯');
    summary.ariaLabel = `Moderate ${name}`;
    const items = document.createElement('div');
    const add = (/** @type {string} */ action, /** @type {string} */ words, /** @type {() => void} */ act) => {
      const button = /** @type {HTMLButtonElement} */ (textElement('button', action === 'kick' ? 'danger' : '', words));
      button.type = 'button';
      button.dataset.action = action;
      button.onclick = () => {
        menu.open = false;
        act();
      };
      items.append(button);
      return button;
    };
    // The last mute counts, so that one of a second ends the one before.
    const mute = add('mute', '', () => this.actions.mute(userId, mute.dataset.action === 'unmute' ? 1 : muteTime));
    sayMute(mute, false);
    if (isAdmin) {
      add('remove', 'Remove from this room', () => this.actions.remove(userId));
      add('kick', 'Remove from the office', () => this.actions.kick(userId));
    }
    menu.append(summary, items);
    return menu;
  }
}

/** @param {HTMLElement} button @param {boolean} isMuted whom it is about */
function sayMute(button, isMuted) {
  const action = isMuted ? 'unmute' : 'mute';
  if (button.dataset.action === action && button.textContent) return;
  button.dataset.action = action;
  button.textContent = isMuted ? 'Let them be heard again' : `Mute for ${muteTime / 60} minutes`;
}

/** @param {string} tag @param {string} className @param {string} text @returns {HTMLElement} */
function textElement(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
