/**
 * Messages that wait for a connection, bounded in count and in bytes. Nothing is dropped to make room: a message that
 * does not fit is refused, and its sender hears of it.
 */
export class BoundedQueue {
  /** @type {string[]} */
  #items = [];
  #bytes = 0;

  /** @param {{maxCount: number, maxBytes: number}} limits */
  constructor({ maxCount, maxBytes }) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
  }

  get length() {
    return this.#items.length;
  }

  /** The UTF-8 size of what waits. */
  get bytes() {
    return this.#bytes;
  }

  /**
   * @param {string} text
   * @returns {boolean} false when it does not fit
   */
  push(text) {
    const bytes = byteLength(text);
    if (this.#items.length >= this.maxCount || this.#bytes + bytes > this.maxBytes) return false;
    this.#items.push(text);
    this.#bytes += bytes;
    return true;
  }

  /** @returns {string | undefined} the oldest, taken out */
  shift() {
    const text = this.#items.shift();
    if (text !== undefined) this.#bytes -= byteLength(text);
    return text;
  }

  /** @returns {string[]} what waits, oldest first */
  toArray() {
    return [...this.#items];
  }

  /** @returns {number} how many were thrown away */
  clear() {
    const count = this.#items.length;
    this.#items = [];
    this.#bytes = 0;
    return count;
  }
}

const encoder = new TextEncoder();

/** @param {string} text */
function byteLength(text) {
  return encoder.encode(text).length;
}
