/**
 * Says that somebody calls: a dialog, the page's title and a soft tone, for as long as it rings.
 */
export class Ring {
  #title = document.title;
  /** @type {(() => void) | null} */
  #silence = null;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {{accept: () => void, decline: () => void}} answers
   */
  constructor(dialog, { accept, decline }) {
    this.dialog = dialog;
    element(dialog, '#accept').onclick = accept;
    element(dialog, '#decline').onclick = decline;
    dialog.addEventListener('cancel', event => {
      event.preventDefault(); // Escape
      decline();
    });
  }

  /**
   * @param {string} who
   * @param {string} how
   */
  show(who, how) {
    element(this.dialog, '#ring-who').textContent = who;
    element(this.dialog, '#ring-how').textContent = how;
    if (this.dialog.open) return;
    this.dialog.showModal();
    element(this.dialog, '#accept').focus();
    document.title = `${who} – ${this.#title}`;
    this.#silence = playTone();
  }

  hide() {
    if (!this.dialog.open) return;
    this.dialog.close();
    document.title = this.#title;
    this.#silence?.();
    this.#silence = null;
  }
}

/**
 * Two soft notes every three seconds. Where the browser allows no sound yet, nothing is heard.
 *
 * @returns {() => void} a function that stops it
 */
function playTone() {
  const context = new AudioContext();
  const notes = () => {
    playNote(context, 659, 0);
    playNote(context, 523, 0.35);
  };
  notes();
  const timer = setInterval(notes, 3000);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/**
 * @param {AudioContext} context
 * @param {number} frequency in hertz
 * @param {number} after in seconds
 */
function playNote(context, frequency, after) {
  const start = context.currentTime + after;
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setTargetAtTime(0.15, start, 0.02);
  gain.gain.setTargetAtTime(0, start + 0.2, 0.1);
  const note = new OscillatorNode(context, { frequency });
  note.connect(gain).connect(context.destination);
  note.start(start);
  note.stop(start + 1);
}

/**
 * @param {HTMLElement} parent
 * @param {string} selector
 */
function element(parent, selector) {
  return /** @type {HTMLElement} */ (parent.querySelector(selector));
}
