import { createRequire } from 'node:module';
import { ChatRoomClient } from '../../clients/js/chatroom.js';
import { DirectClient } from '../../clients/js/direct.js';

const { WebSocket } = createRequire(new URL('../../clients/js/package.json', import.meta.url))('ws');
const connection = { WebSocket, maxDelay: 2_000, maxFirstAttempts: 20, maxQueued: 2_000, maxKept: 2_000 };

/** One of a few who say numbers to all the others, and listen to theirs. */
class Member {
  #number = 0;
  #round = 0;
  /** What went out in this session, by number; null for what is none. @type {(number | null)[]} */
  #wire = [];
  #unsure = new Set();
  /** @type {import('./tally.mjs').Receiver['stays']} */
  #stays = [[]];
  /** Who else is there, as far as this member was told. @type {Set<string>} */
  roster = new Set();
  events = { resumed: 0, anew: 0, retries: 0, leaves: 0, refused: 0 };

  /** @param {string} name @param {ChatRoomClient | DirectClient} client */
  constructor(name, client) {
    this.name = name;
    this.client = client;
    client.on('resumed', () => this.events.resumed++);
    client.on('retry', () => this.events.retries++);
    client.on('error', error => this.complain(`was told ${JSON.stringify(error)}`));
    client.on('close', ({ code, reason }) => code !== 1000 && this.complain(`was closed for good: ${code} ${reason}`));
    client.connection.on('traffic', ({ direction, text }) => direction === 'out' && this.#wire.push(this.#numberIn(text)));
    client.connection.on('resumed', ({ result, lost }) => {
      for (const number of lost ? this.#wire.slice(-lost) : []) if (number !== null) this.#unsure.add(number);
      if (result === 'begun' || result === 'rejected') this.#wire = [];
    });
  }

  get isThere() {
    return this.client.connection.state === 'ready';
  }

  say() {
    if (this.send({ round: this.#round, number: this.#number + 1, at: performance.now() })) this.#number++;
    else this.events.refused++;
  }

  begin(round) {
    this.#round = round;
    this.#number = 0;
    this.#wire = this.#wire.map(() => null);
    this.#unsure.clear();
    this.#stays = [[]];
    for (const name of Object.keys(this.events)) this.events[name] = 0;
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

  complain(what) {
    console.error(`${this.name} ${what}`);
  }

  #numberIn(text) {
    const said = this.saidIn(JSON.parse(text));
    return said?.round === this.#round ? said.number : null;
  }
}

/** A member of a room of `chatroom`. */
export class RoomMember extends Member {
  constructor(url, roomId, name, token) {
    const client = new ChatRoomClient({ url, roomId, token, pingInterval: 3_000, connection });
    super(name, client);
    client.on('signal', ({ data, sender }) => this.hear(data, sender));
    client.on('welcome', ({ again, participants }) => this.welcome(again, participants.map(({ accountId }) => accountId)));
    client.on('joined', ({ accountId }) => this.roster.add(accountId));
    client.on('left', ({ accountId }) => {
      this.events.leaves++;
      this.roster.delete(accountId);
    });
  }

  send(said) {
    return this.client.signal('number', said);
  }

  saidIn({ data }) {
    return data;
  }
}

/** A user of `direct`, who says each number to each of their contacts. */
export class User extends Member {
  constructor(url, name, contacts, token) {
    const client = new DirectClient({ url, userId: name, token, contacts, connection });
    super(name, client);
    this.contacts = contacts;
    client.on('signal', ({ payload, sender }) => this.hear(payload.candidate, sender));
    client.on('registered', ({ again, peers }) =>
      this.welcome(again, peers.filter(({ status }) => status !== 'offline').map(({ user_id }) => user_id)));
    client.on('status', ({ userId, status }) => {
      if (status !== 'offline') return this.roster.add(userId);
      this.events.leaves++;
      this.roster.delete(userId);
    });
  }

  send(said) {
    const taken = this.contacts.filter(contact => this.client.signal('ice_candidate', contact, { connection_id: 'chaos', candidate: said }));
    if (taken.length % this.contacts.length !== 0) this.complain('could not send to some of its contacts');
    return taken.length > 0;
  }

  saidIn({ payload }) {
    return payload?.candidate;
  }
}
