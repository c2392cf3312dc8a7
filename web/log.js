/**
 * The panel of signaling messages, the newest first.
 */

const maxEntries = 200;

export class Log {
  #count = 0;

  /** @param {Document} document */
  constructor(document) {
    this.entries = /** @type {HTMLElement} */ (document.querySelector('#log-entries'));
    this.counter = /** @type {HTMLElement} */ (document.querySelector('#log-count'));
    document.querySelector('#log-clear')?.addEventListener('click', () => this.clear());
  }

  /**
   * @param {'in' | 'out'} direction
   * @param {string} text the frame
   */
  add(direction, text) {
    this.entries.prepend(entry(direction, text));
    if (this.entries.childElementCount > maxEntries) this.entries.lastElementChild?.remove();
    this.#show(this.#count + 1);
  }

  clear() {
    this.entries.replaceChildren();
    this.#show(0);
  }

  /** @param {number} count */
  #show(count) {
    this.#count = count;
    this.counter.textContent = count === 1 ? '1 message' : `${count} messages`;
  }
}

/**
 * @param {'in' | 'out'} direction
 * @param {string} text
 */
function entry(direction, text) {
  const message = read(text);
  const item = document.createElement('li');
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  const now = new Date();
  summary.append(
    span('log-time', now.toLocaleTimeString('en-GB') + '.' + String(now.getMilliseconds()).padStart(3, '0')),
    span('log-direction', direction === 'in' ? '← received' : '→ sent'),
    span('log-type', typeOf(message)),
    span('log-peer', peerOf(message, direction)),
  );
  details.append(summary);
  details.addEventListener('toggle', () => show(details, message), { once: true });
  item.dataset.direction = direction;
  item.append(details);
  return item;
}

/**
 * @param {HTMLElement} details
 * @param {any} message
 */
function show(details, message) {
  const pre = document.createElement('pre');
  pre.tabIndex = 0;
  pre.textContent = JSON.stringify(message, null, 2).replace(/\\r\\n/g, '\n    ');
  details.append(pre);
}

/** @param {string} text */
function read(text) {
  try {
    return JSON.parse(text, (key, value) => (key === 'token' ? '(left out)' : value));
  } catch {
    return text;
  }
}

/** @param {any} message */
function typeOf(message) {
  const { type = 'not JSON', data, action, s, c } = message ?? {};
  if (action && data?.s) return data.s; // `live`, as a client sends it
  if (s) return c === undefined || c === 200 ? s : `${s} ${c}`;
  return type === 'webrtc.signal' || type === 'signaling' ? `${type}: ${data?.type}` : type;
}

/**
 * @param {any} message
 * @param {'in' | 'out'} direction
 */
function peerOf(message, direction) {
  const to = message?.data?.to;
  if (message?.action) return (typeof to === 'string' ? to : to?.userId) ?? '';
  if (message?.ss) return message.ss.userId;
  if (direction === 'out') return message?.receiver ?? message?.to ?? '';
  return message?.sender ?? message?.data?.senderInfo?.name ?? message?.payload?.user_id ?? '';
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
