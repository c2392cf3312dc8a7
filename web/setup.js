import { demoAccess, ownAccess } from './access.js';
import { protocols } from './protocols.js';

/**
 * The form: protocol, name, target and, where the server hands out no demo tokens, a token.
 */
export class Setup {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.protocol = /** @type {HTMLSelectElement} */ (field(form, 'protocol'));
    this.name = /** @type {HTMLInputElement} */ (field(form, 'name'));
    this.target = /** @type {HTMLInputElement} */ (field(form, 'target'));
    this.access = /** @type {HTMLFieldSetElement & {hidden: boolean}} */ (field(form, 'access'));
    this.token = /** @type {HTMLTextAreaElement} */ (field(form, 'token'));
    this.roomId = /** @type {HTMLInputElement} */ (field(form, 'room-id'));
    for (const [id, { label }] of Object.entries(protocols)) this.protocol.add(new Option(label, id));
    this.protocol.onchange = () => this.#fit(true);
  }

  get chosen() {
    return protocols[this.protocol.value];
  }

  /** Whether the server hands out no demo tokens; the user's own says who they are. */
  get wantsToken() {
    return !this.access.hidden;
  }

  /** @param {URLSearchParams} parameters of the page's address */
  fill(parameters) {
    const wanted = parameters.get('protocol') ?? '';
    if (wanted in protocols) this.protocol.value = wanted;
    this.name.value = parameters.get('name') ?? `guest-${Math.floor(1000 + Math.random() * 9000)}`;
    const { targetParameter, targetDefault } = this.chosen;
    this.target.value = parameters.get(targetParameter) ?? targetDefault;
    this.#fit(false);
  }

  /**
   * @param {string} url
   * @returns {Promise<import('./access.js').Access | null>} null when the user has to fill in a token first
   */
  async prove(url) {
    const { isRoom } = this.chosen;
    const name = this.name.value.trim();
    if (!this.wantsToken) {
      const access = await demoAccess(url, name, isRoom ? this.target.value.trim() : 'lobby');
      if (!access) this.#askForToken();
      return access;
    }
    const access = ownAccess(this.token.value.trim(), this.roomId.value.trim());
    if (typeof access === 'string') throw new Error(access);
    return access;
  }

  /** @param {boolean} connected what cannot change during a connection is locked */
  lock(connected) {
    for (const input of [this.protocol, this.name, this.access]) input.disabled = connected;
    this.target.disabled = connected && this.chosen.isRoom;
    field(this.form, 'connect').textContent = connected ? 'Disconnect' : 'Connect';
    field(this.form, 'connect').className = connected ? '' : 'primary';
  }

  /**
   * @param {string[]} taken names already there
   * @returns {string} this page's address for another end of a call, in a second tab
   */
  invitation(taken) {
    const { isRoom, targetParameter } = this.chosen;
    const self = this.name.value.trim();
    const free = ['bob', 'alice', 'carol', 'dave'].find(name => name !== self && !taken.includes(name)) ?? '';
    const other = (!isRoom && this.target.value.trim()) || free;
    const target = isRoom ? this.target.value.trim() : self;
    const fields = { protocol: this.protocol.value, name: other, [targetParameter]: target, auto: '1' };
    return `?${new URLSearchParams(fields)}`;
  }

  #askForToken() {
    this.access.hidden = false;
    this.#fit(false);
    this.token.focus();
  }

  /** @param {boolean} reset whether the target goes back to the protocol's default */
  #fit(reset) {
    const { hint, targetLabel, targetDefault, isRoom } = this.chosen;
    field(this.form, 'protocol-hint').textContent = hint;
    field(this.form, 'target-label').textContent = targetLabel;
    field(this.form, 'room-id-field').hidden = !isRoom;
    const ownToken = this.wantsToken;
    field(this.form, 'name-field').hidden = ownToken;
    field(this.form, 'target-field').hidden = isRoom && ownToken;
    this.name.required = !ownToken;
    this.target.required = isRoom && !ownToken;
    this.token.required = ownToken;
    this.roomId.required = isRoom && ownToken;
    if (reset) this.target.value = targetDefault;
  }
}

/**
 * @param {HTMLElement} form
 * @param {string} id
 * @returns {any}
 */
function field(form, id) {
  return form.querySelector(`#${id}`);
}
