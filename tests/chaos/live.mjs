import { LiveClient } from '../../clients/js/live.js';
import { Group } from './group.mjs';
import { connection, Member } from './member.mjs';

/** Somebody in a room of `live`. */
class Participant extends Member {
  constructor(url, roomId, channel, name, token) {
    const client = new LiveClient({ url, roomId, userId: name, token, channel, sessionId: `${name}-1`, connection });
    super(name, client);
    client.on('joined', ({ again }) => this.welcome(again, []));
    client.on('publishers', publishers => {
      const before = this.roster;
      this.roster = new Set(publishers.map(({ userId }) => userId).filter(userId => userId !== name));
      for (const one of before) if (!this.roster.has(one)) this.events.leaves++;
    });
  }

  get isThere() {
    return this.client.joined && super.isThere;
  }

  async enter() {
    await super.enter();
    // Should the room be over one day, whoever comes first makes it anew.
    this.client.create = true;
  }
}

/** One of the two of a call, to whom offers, answers and candidates of the other come as they were sent. */
class Caller extends Participant {
  #turn = 0;

  constructor(url, roomId, name, other, token) {
    super(url, roomId, 'p2p', name, token);
    this.other = other;
    this.client.on('signal', ({ from, sdp }) => this.hear(JSON.parse(sdp), from.userId));
  }

  send(said) {
    const { client, other } = this;
    switch (this.#turn++ % 4) {
      case 0:
        return client.offerTo(other, JSON.stringify(said));
      case 1:
        return client.answer(other, JSON.stringify(said));
      default:
        return client.candidate(other, said);
    }
  }

  saidIn({ data }) {
    return data?.s !== 'JOIN' && data?.sdp ? JSON.parse(data.sdp) : null;
  }
}

/** One of a room for many, who says now and then what it sends; where it `visits`, it leaves and comes again. */
class Publisher extends Participant {
  #turn = 0;
  talks = false;

  constructor(url, roomId, name, token, visits) {
    super(url, roomId, 'm2m', name, token);
    this.visits = visits;
    this.client.connection.on('message', ({ c, s }) => s === 'UPDATE' && c === 200 && this.events.answered++);
  }

  say() {
    if (this.visits && ++this.#turn % 10 === 0) return this.#isAway ? this.rest() : this.client.disconnect();
    if (this.client.role === 'publisher') this.client.update({ audio: !this.client.sends.audio });
  }

  rest() {
    if (this.#isAway) this.client.connect().catch(error => this.complain(`could not come back: ${error.reason ?? error.message}`));
  }

  saidIn() {
    return null;
  }

  get #isAway() {
    return this.client.connection.state === 'closed';
  }
}

/**
 * A room for many: everybody knows who publishes, and what. Who comes into a room that was over and made anew only watches
 * (docs/scaling.md), and knows that of itself.
 */
class Stage extends Group {
  near() {
    return this.members.filter(({ client }) => client.role === 'publisher');
  }

  strange() {
    const there = this.near().filter(member => member.isThere);
    return [...super.strange(), ...this.members.filter(member => member.isThere).flatMap(member => member.client.publishers.flatMap(({ userId, audio }) => {
      const other = there.find(({ name }) => name === userId);
      return !other || other.client.sends.audio === audio ? [] : [`${member.name} takes ${userId}'s sound to be ${audio}`];
    }))];
  }
}

/** @param {import('./operator.mjs').Operator} operator @param {[string, string]} names who call each other */
export async function call(operator, names) {
  await operator.ask('POST', '/api/live/rooms', { rid: `${names[0]}-call`, channel: 'p2p' });
  return new Group('live', names.map((name, i) =>
    new Caller(operator.url, `${names[0]}-call`, name, names[1 - i], () => operator.token(name))));
}

/** @param {import('./operator.mjs').Operator} operator @param {string[]} names who may all publish */
export async function stage(operator, names) {
  const rid = `${names[0]}-stage`;
  await operator.ask('POST', '/api/live/rooms', { rid, channel: 'm2m' });
  return new Stage('live', names.map((name, i) =>
    new Publisher(operator.url, rid, name, () => operator.token(name), i === names.length - 1)));
}
