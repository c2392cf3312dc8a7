import { createHmac, randomUUID } from 'node:crypto';
import { RoomMember, User } from './members.mjs';
import { tally, trouble } from './tally.mjs';

/** Rooms of `chatroom` and circles of users of `direct`, all through one address. */
export class Load {
  #round = 0;

  /** @param {{url: string, key: string, admin: string, rooms: number, circles: number, members: number, perSecond: number}} options */
  static async start({ url, key, admin, rooms, circles, members, perSecond }) {
    const load = new Load();
    load.perSecond = perSecond;
    const names = (kind, count) => Array.from({ length: count }, (_, i) => Array.from({ length: members }, (_, j) => `${kind}-${i}-${j}`));
    /** @type {(RoomMember | User)[][]} */
    load.rooms = await Promise.all(names('member', rooms).map(async all => {
      const id = await createRoom(url, admin, all);
      return all.map(name => new RoomMember(url, id, name, () => token(name, key)));
    }));
    for (const all of names('user', circles))
      load.rooms.push(all.map(name => new User(url, name, all.filter(other => other !== name), () => token(name, key))));
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
    const result = { ...this.#count(), trouble: this.rooms.flatMap(room => trouble(room.map(m => m.sender), room.map(m => m.receiver))) };
    this.#round++;
    return result;
  }

  stop() {
    for (const { client } of this.members) client.disconnect();
  }

  #isComplete() {
    const { sent, delivered, missed, unsure } = this.#count();
    return this.members.every(member => member.isThere) && this.#strange === 0 && delivered + missed + unsure === sent;
  }

  /** How many members take somebody for there who is not, or for gone who is there. */
  get #strange() {
    return this.rooms.flatMap(room => room.filter(member => {
      const there = room.filter(other => other !== member && other.isThere);
      return member.isThere && (there.length !== member.roster.size || there.some(other => !member.roster.has(other.name)));
    })).length;
  }

  #count() {
    const tallies = this.rooms.map(room => tally(room.map(m => m.sender), room.map(m => m.receiver)));
    const of = kind => sum(tallies.filter((_, i) => this.rooms[i][0] instanceof kind).map(({ slowest, ...counted }) => counted));
    return {
      ...sum(tallies),
      ...sum(this.members.map(member => member.events)),
      away: this.members.filter(m => !m.isThere).length,
      rosters: this.#strange,
      slowest: Math.max(...tallies.map(t => t.slowest)),
      kinds: { chatroom: of(RoomMember), direct: of(User) },
    };
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

/** @param {number} ms */
export function sleep(ms) {
  return new Promise(resolve => setTimeout(resolve, ms));
}
