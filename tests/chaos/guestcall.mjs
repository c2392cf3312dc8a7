import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import { GuestCallClient } from '../../clients/js/guestcall.js';
import { noEvents } from './member.mjs';
import { add, tally, trouble } from './tally.mjs';

const { io } = createRequire(new URL('../../clients/js/package.json', import.meta.url))('socket.io-client');

/** What one guest said to one other, and heard of that one. */
class Line {
  sent = 0;
  unsure = new Set();
  /** @type {{from: string, number: number, late: number}[][]} */
  stays = [[]];
}

/** A guest, who says numbers to whom it is matched with, and looks for another one when that one is gone. */
class Guest {
  #round = 0;
  /** @type {Map<string, Line>} by the other's name */
  #lines = new Map();
  /** What has no receipt yet, by the client's key. @type {Map<number, {line: Line, number: number}>} */
  #pending = new Map();
  /** The messages that came by an earlier page, which may come once more. */
  #known = new Set();
  #came = new Set();
  #complaints = new Set();
  talks = true;
  events = noEvents();

  /** @param {string} url @param {string} name @param {string[]} others @param {string} address its own; the proxy goes by it */
  constructor(url, name, others, address) {
    this.name = name;
    this.others = others;
    const options = { agent: new Agent({ localAddress: address, keepAlive: true }), reconnectionDelayMax: 2_000, reconnectionAttempts: Infinity };
    this.client = new GuestCallClient({ io, url, profile: { username: name }, options });
    this.#listen(this.client);
    this.begin(0);
  }

  get isThere() {
    return this.client.online;
  }

  /** With whom it takes itself to be. */
  get partner() {
    return this.client.match?.user.username ?? null;
  }

  async enter() {
    await this.client.connect();
    this.client.search();
  }

  say() {
    const line = this.#lines.get(this.partner ?? '');
    if (!line) return this.events.refused++;
    const number = ++line.sent;
    const said = { round: this.#round, number, at: performance.now(), from: this.name };
    this.#pending.set(this.client.say(JSON.stringify(said)), { line, number });
  }

  rest() {}

  get trace() {
    return [`${this.name} ${this.isThere ? 'is' : 'is not'} connected`];
  }

  stop() {
    this.client.disconnect();
  }

  begin(round) {
    this.#round = round;
    this.#lines = new Map(this.others.map(name => [name, new Line()]));
    this.#pending.clear();
    this.#complaints.clear();
    this.events = noEvents();
  }

  /** @param {string} other */
  sender(other) {
    const { sent, unsure } = /** @type {Line} */ (this.#lines.get(other));
    return { name: this.name, sent, unsure };
  }

  /** @param {string} other */
  receiver(other) {
    return { name: this.name, stays: /** @type {Line} */ (this.#lines.get(other)).stays };
  }

  complain(what) {
    this.events.errors++;
    if (!this.#complaints.has(what)) console.error(`${this.name} ${what}`);
    this.#complaints.add(what);
  }

  /** @param {GuestCallClient} client */
  #listen(client) {
    client.on('message', message => this.#hear(message));
    client.on('established', ({ recovered, again }) => {
      if (recovered) return this.events.resumed++;
      if (again) this.#anew();
    });
    client.on('retry', () => {
      this.events.retries++;
      // What had no receipt may have been in the connection that broke.
      for (const { line, number } of this.#pending.values()) line.unsure.add(number);
    });
    client.on('sent', ({ key }) => this.#settle(key, ({ line, number }) => {
      this.events.answered++;
      line.unsure.delete(number);
    }));
    client.on('unsent', ({ key, message }) => this.#settle(key, ({ line, number }) => {
      this.complain(`could not say a number: ${message}`);
      line.unsure.add(number);
    }));
    client.on('unmatched', () => {
      this.events.leaves++;
      this.#endStays();
      client.search();
    });
    client.on('error', ({ about, message }) => this.complain(`was told of ${about}: ${message}`));
    client.on('close', ({ reason }) => this.complain(`was closed for good: ${reason}`));
  }

  #hear({ id, content }) {
    const { round, number, at, from } = JSON.parse(content);
    // Who comes back as a new page is told again what it may not have read: by the id it knows what it has.
    if (this.#known.has(id)) return;
    this.#came.add(id);
    if (round !== this.#round) return this.complain(`got number ${number} of round ${round} from ${from} in round ${this.#round}`);
    this.#lines.get(from)?.stays.at(-1)?.push({ from, number, late: performance.now() - at });
  }

  #anew() {
    this.events.anew++;
    for (const id of this.#came) this.#known.add(id);
    this.#came.clear();
    this.#endStays();
  }

  #endStays() {
    for (const { stays } of this.#lines.values()) stays.push([]);
  }

  #settle(key, tell) {
    const said = this.#pending.get(key);
    this.#pending.delete(key);
    if (said) tell(said);
  }
}

/** Guests who are matched in pairs, and with others when their match is gone: each pair, each way, is counted for itself. */
class Hall {
  kind = 'guestcall';

  /** @param {Guest[]} members */
  constructor(members) {
    this.members = members;
  }

  tally() {
    return add(this.#pairs.map(([from, to]) => tally([from.sender(to.name)], [to.receiver(from.name)])));
  }

  trouble() {
    return this.#pairs.flatMap(([from, to]) => trouble([from.sender(to.name)], [to.receiver(from.name)]));
  }

  /** Each has to be matched with one who is matched with it. */
  strange() {
    const matched = new Map(this.members.map(({ name, partner }) => [name, partner]));
    return this.members.flatMap(({ name, partner }) =>
      partner && matched.get(partner) === name ? [] : [`${name} is matched with ${partner}, who is with ${matched.get(partner ?? '')}`]);
  }

  get #pairs() {
    return this.members.flatMap(from => this.members.filter(to => to !== from).map(to => [from, to]));
  }
}

/** @param {import('./operator.mjs').Operator} operator @param {string[]} names an even number */
export async function guestcall(operator, names) {
  // Each at an address of its own: the proxy sends all of one address to one node, for those who poll.
  return new Hall(names.map((name, i) =>
    new Guest(operator.url, name.replaceAll('-', '_'), names.map(n => n.replaceAll('-', '_')).filter((_, j) => j !== i), `127.0.${i}.77`)));
}
