/**
 * An EventTarget whose events have names and details known to the type checker.
 *
 * @template {Record<string, any>} Events event name → type of the event's `detail`
 */
export class Emitter extends EventTarget {
  /**
   * Listens to one event.
   *
   * @template {keyof Events & string} Name
   * @param {Name} name
   * @param {(detail: Events[Name]) => void} handler
   * @returns {() => void} a function that stops listening
   */
  on(name, handler) {
    /** @param {Event} event */
    const listener = event => handler(/** @type {CustomEvent} */ (event).detail);
    this.addEventListener(name, listener);
    return () => this.removeEventListener(name, listener);
  }

  /**
   * Waits for an event once.
   *
   * @template {keyof Events & string} Name
   * @param {Name} name
   * @param {keyof Events & string} failure the event that means it will not come; its detail has a `reason`
   * @returns {Promise<Events[Name]>}
   */
  once(name, failure) {
    return new Promise((resolve, reject) => {
      const stop = () => (offName(), offFailure());
      const offName = this.on(name, detail => (stop(), resolve(detail)));
      const offFailure = this.on(failure, ({ reason }) => (stop(), reject(new Error(reason))));
    });
  }

  /**
   * @template {keyof Events & string} Name
   * @param {Name} name
   * @param {Events[Name]} detail
   */
  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
