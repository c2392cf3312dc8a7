import { DirectClient } from '../../clients/js/direct.js';
import { Group } from './group.mjs';
import { connection, Member } from './member.mjs';

/** A user of `direct`, who says each number to each of their contacts. */
class User extends Member {
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

/** @param {import('./operator.mjs').Operator} operator @param {string[]} names @returns {Promise<Group>} users who know each other */
export async function direct(operator, names) {
  return new Group('direct', names.map(name =>
    new User(operator.url, name, names.filter(other => other !== name), () => operator.token(name))));
}
