import { demoAccess, ownAccess } from './access.js';
import { protocols } from './protocols.js';

/**
 * The form: protocol, name, target and, where the server hands out no demo tokens, a token.
 */
export class Setup {
  /** A name to begin with, where one is needed. */
  #madeUp = `guest-${Math.floor(1000 + Math.random() * 9000)}`;
  #needsToken = false;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.protocol = /** @type {HTMLSelectElement} */ (field(form, 'protocol'));
    this.name = /** @type {HTMLInputElement} */ (field(form, 'name'));
    this.target = /** @type {HTMLInputElement} */ (field(form, 'target'));
    this.access = /** @type {HTMLFieldSetElement & {hidden: boolean}} */ (field(form, 'access'));
    this.role = /** @type {HTMLSelectElement} */ (field(form, 'role'));
    this.channel = /** @type {HTMLSelectElement} */ (field(form, 'channel'));
    this.part = /** @type {HTMLSelectElement} */ (field(form, 'part'));
    this.hls = /** @type {HTMLInputElement} */ (field(form, 'hls'));
    this.token = /** @type {HTMLTextAreaElement} */ (field(form, 'token'));
    this.roomId = /** @type {HTMLTextAreaElement} */ (field(form, 'room-id'));
    for (const [id, { label }] of Object.entries(protocols)) this.protocol.add(new Option(label, id));
    this.protocol.onchange = () => this.#fit(true);
    this.channel.onchange = this.part.onchange = () => this.#fit(false);
    this.roomId.oninput = () => this.#checkRoomId();
  }

  get chosen() {
    return protocols[this.protocol.value];
  }

  /** What the form says of a live room. @returns {import('./protocols/live.js').LiveChoice} */
  get live() {
    const channel = /** @type {import('./protocols/live.js').Channel} */ (this.channel.value);
    const create = this.part.value === 'host';
    return { channel, create, hls: create && this.hls.checked };
  }

  /** Whether the server hands out no demo tokens; the user's own says who they are. */
  get wantsToken() {
    return this.#needsToken && !this.chosen.isMatched;
  }

  /** @param {string} protocol */
  choose(protocol) {
    if (this.protocol.value === protocol) return;
    this.protocol.value = protocol;
    this.#fit(true);
  }

  /** @param {URLSearchParams} parameters of the page's address */
  fill(parameters) {
    const wanted = parameters.get('protocol') ?? '';
    if (wanted in protocols) this.protocol.value = wanted;
    this.name.value = parameters.get('name') ?? (this.chosen.isMatched ? '' : this.#madeUp);
    const { targetParameter, targetDefault } = this.chosen;
    this.target.value = parameters.get(targetParameter) ?? targetDefault;
    const role = parameters.get('role') ?? '';
    if ([...this.role.options].some(({ value }) => value === role)) this.role.value = role;
    const channel = parameters.get('channel') ?? '';
    if ([...this.channel.options].some(({ value }) => value === channel)) this.channel.value = channel;
    if (parameters.get('part') === 'host') this.part.value = 'host';
    this.hls.checked = parameters.has('hls');
    this.#fit(false);
  }

  /**
   * @param {string} url
   * @returns {Promise<import('./access.js').Access | null>} null when the user has to fill in a token first
   */
  async prove(url) {
    const { isRoom, isMatched } = this.chosen;
    if (isMatched) return { userId: '', roomId: '', token: async () => '' }; // guests get sessions of their own
    const name = this.name.value.trim();
    if (!this.wantsToken) {
      const access = await demoAccess(url, name, isRoom ? this.target.value.trim() : 'lobby', this.role.value);
      if (!access) this.#askForToken();
      return access;
    }
    const access = ownAccess(this.token.value.trim(), this.roomId.value.trim());
    if (typeof access === 'string') throw new Error(access);
    return access;
  }

  /** @param {boolean} connected what cannot change during a connection is locked */
  lock(connected) {
    const { protocol, name, role, access, channel, part, hls } = this;
    for (const input of [protocol, name, role, access, channel, part, hls]) input.disabled = connected;
    const { isMatched, isRoom, isWorld, isLive } = this.chosen;
    this.target.disabled = connected && (isRoom || isWorld || isLive);
    const enter = this.live.create ? 'Open the room' : 'Join the room';
    const begin = isMatched ? 'Find someone' : isWorld ? 'Enter the office' : isLive ? enter : 'Connect';
    const end = isWorld ? 'Leave the office' : isLive ? 'Leave the room' : 'Disconnect';
    field(this.form, 'connect').textContent = connected ? end : begin;
    field(this.form, 'connect').className = connected ? '' : 'primary';
  }

  /**
   * @param {string[]} taken names already there
   * @returns {string} this page's address for another end of a call, in a second tab
   */
  invitation(taken) {
    const { isRoom, isLive, targetParameter } = this.chosen;
    const self = this.name.value.trim();
    const free = ['bob', 'alice', 'carol', 'dave'].find(name => name !== self && !taken.includes(name)) ?? '';
    const other = (!isRoom && !isLive && this.target.value.trim()) || free;
    const target = isRoom || isLive ? this.target.value.trim() : self;
    const fields = new URLSearchParams({ protocol: this.protocol.value, name: other, [targetParameter]: target, auto: '1' });
    if (isLive) fields.set('channel', this.live.channel);
    return `?${fields}`;
  }

  /** @param {string} fault why one could not connect, beside the button; the line of state tells it aloud */
  explain(fault) {
    const line = field(this.form, 'fault');
    line.textContent = fault;
    line.hidden = fault === '';
  }

  #askForToken() {
    this.#needsToken = true;
    this.#fit(false);
    this.token.focus();
  }

  /** A textarea, as a GUID does not fit on a line of a narrow one, has no pattern. */
  #checkRoomId() {
    const isGuid = /^\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\s*$/i.test(this.roomId.value);
    this.roomId.setCustomValidity(isGuid || !this.roomId.required ? '' : 'The GUID that POST /api/chat gave');
  }

  /** A name made up for the other protocols is none for guests, whose server makes up better ones. */
  #fitName() {
    const { isMatched } = this.chosen;
    if (isMatched && this.name.value === this.#madeUp) this.name.value = '';
    if (!isMatched && !this.name.value) this.name.value = this.#madeUp;
    field(this.form, 'name-label').textContent = isMatched ? 'Your name (optional)' : 'Your name';
    this.name.placeholder = isMatched ? 'made up if left empty' : '';
    this.name.pattern = isMatched ? '[A-Za-z0-9_]{3,20}' : '.*';
    this.name.title = isMatched ? '3 to 20 letters, digits and underscores' : '';
  }

  /** @param {boolean} reset whether the target goes back to the protocol's default */
  #fit(reset) {
    const { hint, targetLabel, targetDefault, isRoom, isMatched, isWorld, isLive } = this.chosen;
    field(this.form, 'protocol-hint').textContent = hint;
    field(this.form, 'target-label').textContent = targetLabel;
    field(this.form, 'room-id-field').hidden = !isRoom;
    const ownToken = this.wantsToken;
    this.access.hidden = !ownToken;
    field(this.form, 'name-field').hidden = ownToken;
    field(this.form, 'target-field').hidden = (isRoom && ownToken) || isMatched;
    this.name.required = !ownToken && !isMatched;
    this.#fitName();
    field(this.form, 'role-field').hidden = !isWorld || ownToken;
    field(this.form, 'live-fields').hidden = !isLive;
    field(this.form, 'hls-field').hidden = !this.live.create || !['m2m', 'a2m'].includes(this.live.channel);
    this.target.required = isWorld || isLive || (isRoom && !ownToken);
    this.token.required = ownToken;
    this.roomId.required = isRoom && ownToken;
    this.#checkRoomId();
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
