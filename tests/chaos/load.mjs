import { chatroom } from './chatroom.mjs';
import { direct } from './direct.mjs';
import { guestcall } from './guestcall.mjs';
import { call, stage } from './live.mjs';
import { Operator } from './operator.mjs';
import { add } from './tally.mjs';
import { world } from './world.mjs';

/**
 * Who makes a group, of how many, how many of them, and how often each of its members speaks in a second: so seldom that what
 * waits for half a minute is within the server's rates when it comes.
 */
const groups = {
  chatroom: [{ make: chatroom, of: 3, groups: 6, perSecond: 5 }],
  direct: [{ make: direct, of: 3, groups: 3, perSecond: 3 }],
  guestcall: [{ make: guestcall, of: 6, groups: 1, perSecond: 4 }],
  world: [{ make: world, of: 5, groups: 2, perSecond: 2 }],
  live: [{ make: call, of: 2, groups: 3, perSecond: 5 }, { make: stage, of: 3, groups: 2, perSecond: 3 }],
};

/** The protocols that there is load of. */
export const protocols = Object.keys(groups);

/** Groups of every protocol, all through one address. */
export class Load {
  #round = 0;

  /** @param {{url: string, key: string, admin: string, kinds: string[]}} options */
  static async start({ kinds, ...options }) {
    const load = new Load();
    const operator = new Operator(options);
    const wanted = kinds.flatMap(kind => groups[kind]);
    load.groups = await Promise.all(wanted.flatMap(({ make, of, groups: count, perSecond }) => Array.from({ length: count }, async (_, i) => {
      const names = Array.from({ length: of }, (_, j) => `${make.name}-${i}-${j}`);
      return Object.assign(await make(operator, names), { perSecond });
    })));
    await Promise.all(load.members.map(member => member.enter()));
    return load;
  }

  get members() {
    return this.groups.flatMap(group => group.members);
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
    const talking = this.groups.flatMap(group => group.members.map(member => talk(member, 1_000 / group.perSecond)));
    try {
      await sleep(1_000);
      await what();
      await sleep(2_000);
    } finally {
      for (const stop of talking) stop();
    }
    for (const member of members) member.rest();
    const deadline = performance.now() + patience;
    while (!this.#isComplete() && performance.now() < deadline) await sleep(100);
    // What comes twice comes later.
    await sleep(500);
    this.#round++;
    const away = members.filter(member => !member.isThere).flatMap(member => member.trace);
    return { ...this.#count(), trouble: [...this.groups.flatMap(group => [...group.trouble(), ...group.strange()]), ...away] };
  }

  stop() {
    for (const member of this.members) member.stop();
  }

  #isComplete() {
    const { away, rosters, sent, delivered, missed, unsure } = this.#count();
    return away + rosters === 0 && delivered + missed + unsure === sent;
  }

  #count() {
    const kinds = new Set(this.groups.map(group => group.kind));
    const counted = [...kinds].map(kind => [kind, count(this.groups.filter(group => group.kind === kind))]);
    return { ...add(counted.map(([, counts]) => counts)), kinds: Object.fromEntries(counted) };
  }
}

/** @param {any[]} groups of one kind */
function count(groups) {
  const members = groups.flatMap(group => group.members);
  return {
    ...add(groups.map(group => group.tally())),
    ...add(members.map(member => member.events)),
    away: members.filter(member => !member.isThere).length,
    rosters: groups.flatMap(group => group.strange()).length,
  };
}

/** Not all at the same moment. @returns {() => void} ends it */
function talk(member, interval) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer = setTimeout(() => (timer = setInterval(() => member.say(), interval)), interval * Math.random());
  return () => clearTimeout(timer);
}

/** @param {number} ms */
export function sleep(ms) {
  return new Promise(resolve => setTimeout(resolve, ms));
}
