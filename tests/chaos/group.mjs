import { tally, trouble } from './tally.mjs';

/** Some of one protocol, who all hear each other. */
export class Group {
  /** @param {string} kind the protocol @param {import('./member.mjs').Member[]} members */
  constructor(kind, members) {
    this.kind = kind;
    this.members = members;
  }

  /** @returns {import('./tally.mjs').Tally} */
  tally() {
    return tally(this.#talkers.map(m => m.sender), this.#talkers.map(m => m.receiver));
  }

  /** @returns {string[]} */
  trouble() {
    return trouble(this.#talkers.map(m => m.sender), this.#talkers.map(m => m.receiver));
  }

  /** @returns {string[]} of each member who takes for true what is not, what that is */
  strange() {
    return this.members.filter(member => member.isThere).flatMap(member => {
      const there = this.near(member).filter(other => other !== member && other.isThere).map(other => other.name);
      return sameNames(there, member.seen) ? [] : [`${member.name} sees ${[...member.seen]}, and there are ${there}`];
    });
  }

  /** Among whom this one has to see who is there. @protected */
  near(_member) {
    return this.members;
  }

  get #talkers() {
    return this.members.filter(member => member.talks);
  }
}

/** @param {string[]} names @param {Set<string>} others */
function sameNames(names, others) {
  return names.length === others.size && names.every(name => others.has(name));
}
