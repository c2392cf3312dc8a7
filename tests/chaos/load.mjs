import { createHmac, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { ChatRoomClient } from '../../clients/js/chatroom.js';
import { tally } from './tally.mjs';

const { WebSocket } = createRequire(new URL('../../clients/js/package.json', import.meta.url))('ws');

/** A member of a room, who says numbers and listens to those of the others. */
class Member {
  #number = 0;
  #round = 0;
  /** What went out in this session, by number; null for what is none. @type {(number | null)[]} */
  #wire = [];
  #unsure = new Set();
  /** @type {import('./tally.mjs').Receiver['stays']} */
  #stays = [[]];
  events = { resumed: 0, anew: 0, retries: 0, leaves: 0, refused: 0 };

  constructor(url, roomId, name, key) {
    this.name = name;
    this.client = new ChatRoomClient({
      url, roomId, token: () => token(name, key), pingInterval: 3_000,
      connection: { WebSocket, maxDelay: 2_000, maxFirstAttempts: 20, maxQueued: 2_000, maxKept: 2_000 },
    });
    const { client } = this;
    client.on('signal', ({ data, sender }) => this.#hear(data, sender));
    client.on('resumed', () => this.events.resumed++);
    client.on('welcome', ({ again }) => again && this.#beginAnew());
    client.on('retry', () => this.events.retries++);
    client.on('left', () => this.events.leaves++);
    client.on('error', error => this.#complain(`was told ${JSON.stringify(error)}`));
    client.on('close', ({ code, reason }) => code !== 1000 && this.#complain(`was closed for good: ${code} ${reason}`));
    client.connection.on('traffic', ({ direction, text }) => direction === 'out' && this.#wire.push(numberIn(text, this.#round)));
    client.connection.on('resumed', ({ result, lost }) => {
      for (const number of lost ? this.#wire.slice(-lost) : []) if (number !== null) this.#unsure.add(number);
      if (result === 'begun' || result === 'rejected') this.#wire = [];
    });
  }

  get isThere() {
    return this.client.connection.state === 'ready';
  }

  say() {
    const said = this.client.signal('number', { round: this.#round, number: this.#number + 1, at: performance.now() });
    if (said) this.#number++;
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

  #hear({ round, number, at }, from) {
    // What comes after its round was over came before: a round ends when everything is there, or lost.
    if (round !== this.#round) return this.#complain(`got number ${number} of round ${round} from ${from} in round ${this.#round}`);
    this.#stays.at(-1)?.push({ from, number, late: performance.now() - at });
  }

  #beginAnew() {
    this.events.anew++;
    this.#stays.push([]);
  }

  #complain(what) {
    console.error(`${this.name} ${what}`);
  }
}

/** Rooms full of members, all through one address. */
export class Load {
  #round = 0;

  /** @param {{url: string, key: string, admin: string, nodeUrl: string, rooms: number, members: number, perSecond: number}} options */
  static async start({ url, key, admin, rooms, members, perSecond }) {
    const load = new Load();
    load.perSecond = perSecond;
    /** @type {Member[][]} */
    load.rooms = await Promise.all(Array.from({ length: rooms }, async (_, room) => {
      const names = Array.from({ length: members }, (_, member) => `member-${room}-${member}`);
      const id = await createRoom(url, admin, names);
      return names.map(name => new Member(url, id, name, key));
    }));
    await Promise.all(load.members.map(({ client }) => client.connect()));
    return load;
  }

  get members() {
    return this.rooms.flat();
  }

  /**
   * Everybody talks while something is done, and for two seconds after; then everything has to arrive.
   *
   * @param {() => Promise<void>} what
   * @param {number} patience how long what is under way may take to arrive, in ms
   */
  async while(what, patience = 20_000) {
    const { members } = this;
    for (const member of members) member.begin(this.#round);
    const talking = members.map((member, index) => {
      const interval = 1_000 / this.perSecond;
      /** @type {NodeJS.Timeout | undefined} */
      let timer = setTimeout(() => (timer = setInterval(() => member.say(), interval)), (interval * index) / members.length);
      return () => clearTimeout(timer);
    });
    try {
      await sleep(1_000);
      await what();
      await sleep(2_000);
    } finally {
      for (const stop of talking) stop();
    }
    const deadline = performance.now() + patience;
    while (!this.#isComplete() && performance.now() < deadline) await sleep(100);
    // What comes twice comes later.
    await sleep(500);
    const result = this.#count();
    this.#round++;
    return result;
  }

  stop() {
    for (const { client } of this.members) client.disconnect();
  }

  #isComplete() {
    const { sent, delivered, missed, unsure } = this.#count();
    return this.members.every(member => member.isThere) && delivered + missed + unsure === sent;
  }

  #count() {
    const tallies = this.rooms.map(room => tally(room.map(m => m.sender), room.map(m => m.receiver)));
    const events = this.members.map(member => member.events);
    return { ...sum(tallies), ...sum(events), away: this.members.filter(m => !m.isThere).length, slowest: Math.max(...tallies.map(t => t.slowest)) };
  }
}

/** @template {Record<string, number>} T @param {T[]} all @returns {T} */
function sum(all) {
  const total = { ...all[0] };
  for (const one of all.slice(1)) for (const name of Object.keys(one)) total[name] += one[name];
  return total;
}

/** @returns {Promise<string>} the id of a room of these accounts */
async function createRoom(url, admin, accounts) {
  const id = randomUUID();
  await ask('/api/chat', { id, name: 'Chaos', ownerId: accounts[0] });
  for (const accountId of accounts.slice(1)) await ask(`/api/chat/${id}/members`, { accountId });
  return id;

  async function ask(path, body) {
    const headers = { 'X-Api-Key': admin, 'Content-Type': 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  }
}

/** A token (RFC 7519) that is good for an hour. */
function token(sub, key) {
  const encode = part => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub, exp: Math.floor(Date.now() / 1000) + 3600 })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

/** @param {string} text @param {number} round */
function numberIn(text, round) {
  const { data } = JSON.parse(text);
  return data?.round === round ? data.number : null;
}

/** @param {number} ms */
export function sleep(ms) {
  return new Promise(resolve => setTimeout(resolve, ms));
}
