import { createRequire } from 'node:module';

const { WebSocket } = createRequire(new URL('../../clients/js/package.json', import.meta.url))('ws');

/** Options of the clients' `Connection`, for those who are to come back as soon as they can. */
export const connection = { WebSocket, maxDelay: 2_000, maxFirstAttempts: 20, maxQueued: 2_000, maxKept: 2_000 };

/** What may happen to a member in a round, and how often it did. */
export function noEvents() {
  return { resumed: 0, anew: 0, retries: 0, leaves: 0, refused: 0, answered: 0, errors: 0 };
}

/** One of a few who say numbers to all the others, and listen to theirs, by a client that has a `Connection`. */
export class Member {
  #number = 0;
  #round = 0;
  /** What went out in this session, by number; null for what is none. @type {(number | null)[]} */
  #wire = [];
  #counting = false;
  #unsure = new Set();
  /** @type {import('./tally.mjs').Receiver['stays']} */
  #stays = [[]];
  #complaints = new Set();
  /** The last frames and closes, to find out why one is not back. @type {string[]} */
  #last = [];
  /** @protected @type {Set<string>} */
  roster = new Set();
  events = noEvents();
  /** Whether its numbers count, and those it hears. */
  talks = true;

  /** @param {string} name @param {any} client a client of `clients/js` */
  constructor(name, client) {
    this.name = name;
    this.client = client;
    client.on('resumed', () => this.events.resumed++);
    client.on('retry', () => this.events.retries++);
    client.on('error', ({ code, message }) => this.complain(`was told ${code}: ${message}`));
    client.on('close', ({ code, reason }) => code !== 1000 && this.complain(`was closed for good: ${code} ${reason}`));
    this.#follow(client.connection);
  }

  get isThere() {
    return this.client.connection.state === 'ready';
  }

  /** Who else is there, as far as this member was told. @returns {Set<string>} */
  get seen() {
    return this.roster;
  }

  /** Waits until it is there for the first time. */
  async enter() {
    await this.client.connect();
  }

  /** Does once more what it does all the time while something happens. */
  say() {
    if (this.send({ round: this.#round, number: this.#number + 1, at: performance.now() })) this.#number++;
    else this.events.refused++;
  }

  /** Nothing more happens: it may put in order what it left open. */
  rest() {}

  /** Leaves for good. */
  stop() {
    this.client.disconnect();
  }

  /** @param {number} round */
  begin(round) {
    this.#round = round;
    this.#number = 0;
    this.#wire = this.#wire.map(() => null);
    this.#unsure.clear();
    this.#complaints.clear();
    this.#stays = [[]];
    this.events = noEvents();
  }

  /** What came and went last. */
  get trace() {
    return this.#last.map(line => `${this.name} ${line}`);
  }

  get sender() {
    return { name: this.name, sent: this.#number, unsure: this.#unsure };
  }

  get receiver() {
    return { name: this.name, stays: this.#stays };
  }

  /** @protected */
  hear({ round, number, at }, from) {
    // What comes after its round was over came before: a round ends when everything is there, or lost.
    if (round !== this.#round) return this.complain(`got number ${number} of round ${round} from ${from} in round ${this.#round}`);
    this.#stays.at(-1)?.push({ from, number, late: performance.now() - at });
  }

  /** @protected */
  welcome(again, others) {
    this.roster = new Set(others);
    if (!again) return;
    this.events.anew++;
    this.#stays.push([]);
  }

  /** Says it once a round, however often it happens. */
  complain(what) {
    this.events.errors++;
    if (!this.#complaints.has(what)) console.error(`${this.name} ${what}`);
    this.#complaints.add(what);
  }

  #note(line) {
    this.#last.push(`${(performance.now() / 1000).toFixed(2)} ${line.slice(0, 300)}`);
    if (this.#last.length > 15) this.#last.shift();
  }

  /** Which numbers went out by messages that resuming counts, to know which of them are lost with a session. */
  #follow(connection) {
    connection.on('open', () => (this.#counting = false));
    connection.on('retry', ({ code, reason }) => this.#note(`lost: ${code} ${reason}`));
    connection.on('traffic', ({ direction, text }) => {
      this.#note(`${direction} ${text}`);
      if (direction !== 'out' || !this.#counting) return;
      const message = JSON.parse(text);
      if (connection.options.counts(message)) this.#wire.push(this.#numberIn(message));
    });
    connection.on('resumed', ({ result, lost }) => {
      this.#counting = true;
      for (const number of lost ? this.#wire.slice(-lost) : []) if (number !== null) this.#unsure.add(number);
      if (result === 'begun' || result === 'rejected') this.#wire = [];
    });
  }

  #numberIn(message) {
    const said = this.saidIn(message);
    return said?.round === this.#round ? said.number : null;
  }
}
