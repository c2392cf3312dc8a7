import { keep, kept } from './kept.js';

/**
 * @typedef {import('/client/guestcall.js').GuestCallClient} GuestCallClient
 *
 * @typedef {'sending' | 'sent' | 'delivered' | 'refused'} Mark
 *
 * @typedef {object} Entry a line of the chat
 * @property {'own' | 'theirs' | 'note'} from a note is the page's own
 * @property {string} text
 * @property {string} [id] the server's, once it is known
 * @property {number} [key] the client's, until then
 * @property {Mark} [mark] of what we wrote
 * @property {string} [time]
 */

/** @type {Record<Mark, {sign: string, words: string}>} */
const marks = {
  sending: { sign: '…', words: 'being sent' },
  sent: { sign: '✓', words: 'sent' },
  delivered: { sign: '✓✓', words: 'delivered' },
  refused: { sign: '!', words: 'not sent' },
};

/** How long after the last key the other is told that one has stopped writing, in milliseconds. */
const typingPause = 2000;

/** Whoever went away while writing writes no more. */
const typingPatience = 10_000;

const maxEntries = 200;
const maxLength = 1000;

/** The chat with one's match: what was written survives a reload, until the next match. */
export class Chat {
  /** @type {Entry[]} */
  #entries = [];
  #roomId = '';
  /** @type {Map<Entry, HTMLElement>} */
  #lines = new Map();
  #writes = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #patience;

  /**
   * @param {HTMLElement} panel
   * @param {GuestCallClient} client
   */
  constructor(panel, client) {
    this.panel = panel;
    this.client = client;
    this.list = part(panel, '#chat-lines');
    this.typing = part(panel, '#chat-typing');
    this.input = /** @type {HTMLInputElement} */ (part(panel, '#chat-text'));
    this.button = /** @type {HTMLButtonElement} */ (part(panel, '#chat-send'));
    const form = /** @type {HTMLFormElement} */ (part(panel, '#chat-form'));
    form.onsubmit = event => (event.preventDefault(), this.#say());
    this.input.oninput = () => this.#typed();
    this.input.maxLength = maxLength;
    this.#listen();
  }

  /** @param {string} words something that happened to the match or its call */
  note(words) {
    this.#add({ from: 'note', text: words });
  }

  /** Takes everything off the page. */
  close() {
    this.panel.hidden = true;
    clearTimeout(this.#pause);
    clearTimeout(this.#patience);
    this.#clear();
  }

  #listen() {
    const { client } = this;
    client.on('matched', match => this.#begin(match));
    client.on('unmatched', () => this.#end());
    client.on('search', ({ searching }) => searching && (this.panel.hidden = true));
    client.on('message', message => this.#heard(message));
    client.on('sent', ({ key, id }) => this.#mark(entry => entry.key === key, 'sent', id));
    client.on('unsent', ({ key, message }) => this.#refuse(key, message));
    client.on('delivered', ({ id }) => this.#mark(entry => entry.id === id, 'delivered'));
    client.on('typing', ({ typing }) => this.#showTyping(typing));
  }

  /** @param {import('/client/guestcall.js').Match} match */
  #begin({ user, roomId, resumed }) {
    part(this.panel, '#chat-with').textContent = `Chat with ${user.username}`;
    part(this.panel, '#chat-about').textContent = about(user);
    this.panel.hidden = false;
    this.#enable(true);
    if (resumed && roomId === this.#roomId) return; // the same page, connected again
    this.#clear();
    this.#roomId = roomId;
    const before = resumed ? kept('chat') : null;
    if (before?.roomId === roomId) for (const entry of before.entries) this.#add({ ...entry, key: undefined });
    else this.note(`You are matched with ${user.username}. Say hello.`);
  }

  #end() {
    this.#enable(false);
    this.#showTyping(false);
    this.#roomId = '';
    keep('chat', null);
  }

  #clear() {
    this.#entries = [];
    this.#lines.clear();
    this.list.replaceChildren();
    this.input.value = '';
    this.#writes = false;
    this.#showTyping(false);
  }

  /** @param {boolean} open */
  #enable(open) {
    this.input.disabled = this.button.disabled = !open;
  }

  #say() {
    const text = this.input.value.trim();
    this.input.setCustomValidity('');
    if (!text) return;
    this.input.value = '';
    this.#stopWriting();
    this.#add({ from: 'own', text, key: this.client.say(text), mark: 'sending' });
  }

  /** @param {import('/client/guestcall.js').ChatMessage} message */
  #heard({ id, type, content }) {
    if (this.#entries.some(entry => entry.id === id)) return; // sent again to a page that came back
    this.#showTyping(false);
    const text = type === 'text' ? String(content) : `(a ${type} that this page cannot show)`;
    this.#add({ from: 'theirs', text, id });
  }

  /**
   * @param {(entry: Entry) => boolean} which
   * @param {Mark} mark
   * @param {string} [id]
   */
  #mark(which, mark, id) {
    const entry = this.#entries.find(which);
    if (!entry) return;
    entry.mark = mark;
    if (id) entry.id = id;
    delete entry.key; // keys begin anew with each page
    this.#show(entry);
    this.#keep();
  }

  /**
   * @param {number} key
   * @param {string} message
   */
  #refuse(key, message) {
    this.#mark(entry => entry.key === key, 'refused');
    this.note(`That was not sent: ${message}.`.replace('..', '.'));
  }

  /** @param {Entry} entry */
  #add(entry) {
    entry.time ??= new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    this.#entries.push(entry);
    const line = document.createElement('p');
    this.#lines.set(entry, line);
    this.#show(entry);
    this.list.append(line);
    if (this.#entries.length > maxEntries) this.#drop();
    this.list.scrollTop = this.list.scrollHeight;
    this.#keep();
  }

  #drop() {
    const [oldest] = this.#entries.splice(0, 1);
    this.#lines.get(oldest)?.remove();
    this.#lines.delete(oldest);
  }

  /** @param {Entry} entry */
  #show(entry) {
    const line = this.#lines.get(entry);
    if (!line) return;
    line.className = `chat-${entry.from}`;
    if (entry.from === 'note') return line.replaceChildren(entry.text);
    const text = span('chat-text', entry.text);
    const meta = span('chat-meta', entry.time ?? '');
    if (entry.mark) {
      const { sign, words } = marks[entry.mark];
      const mark = span('chat-mark', sign);
      mark.title = words;
      mark.ariaHidden = 'true';
      line.dataset.mark = entry.mark;
      meta.append(' ', mark, span('visually-hidden', words));
    }
    line.replaceChildren(span('visually-hidden', entry.from === 'own' ? 'You: ' : 'They: '), text, meta);
  }

  #keep() {
    if (this.#roomId) keep('chat', { roomId: this.#roomId, entries: this.#entries });
  }

  #typed() {
    if (!this.input.value.trim()) return this.#stopWriting();
    if (!this.#writes) this.client.type(true);
    this.#writes = true;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#stopWriting(), typingPause);
  }

  #stopWriting() {
    clearTimeout(this.#pause);
    if (this.#writes) this.client.type(false);
    this.#writes = false;
  }

  /** @param {boolean} typing */
  #showTyping(typing) {
    clearTimeout(this.#patience);
    const name = this.client.match?.user.username ?? '';
    this.typing.textContent = typing ? `${name} is writing…` : '';
    if (typing) this.#patience = setTimeout(() => this.#showTyping(false), typingPatience);
  }
}

/** @param {import('/client/guest-session.js').GuestUser} user */
export function about({ location, gender, language }) {
  return [location, gender, language].filter(Boolean).join(' · ');
}

/**
 * @param {string} className
 * @param {string} text
 */
function span(className, text) {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

/**
 * @param {HTMLElement} parent
 * @param {string} selector
 */
function part(parent, selector) {
  return /** @type {HTMLElement} */ (parent.querySelector(selector));
}
