import { protocols } from './protocols.js';
import { symbol } from './symbol.js';

/** What the empty stage offers before one is connected: a card a protocol. */
export class Ways {
  /** @type {Map<string, HTMLButtonElement>} by protocol */
  #cards = new Map();

  /**
   * @param {HTMLElement} container
   * @param {(protocol: string) => void} onchoose
   */
  constructor(container, onchoose) {
    this.container = container;
    for (const [id, { label, hint, icon }] of Object.entries(protocols)) {
      const card = document.createElement('button');
      card.type = 'button';
      card.append(symbol(icon), textElement('strong', label), textElement('span', hint));
      card.onclick = () => onchoose(id);
      this.#cards.set(id, card);
      container.append(card);
    }
  }

  /** @param {string | null} chosen which one the form is for; null while one is connected */
  show(chosen) {
    this.container.hidden = chosen === null;
    for (const [id, card] of this.#cards) card.ariaPressed = String(id === chosen);
  }
}

/** @param {string} tag @param {string} text */
function textElement(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
