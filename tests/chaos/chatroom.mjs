import { randomUUID } from 'node:crypto';
import { ChatRoomClient } from '../../clients/js/chatroom.js';
import { Group } from './group.mjs';
import { connection, Member } from './member.mjs';

/** A member of a room of `chatroom`. */
class RoomMember extends Member {
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

/** @param {import('./operator.mjs').Operator} operator @param {string[]} names @returns {Promise<Group>} a room of these accounts */
export async function chatroom(operator, names) {
  const id = randomUUID();
  await operator.ask('POST', '/api/chat', { id, name: 'Chaos', ownerId: names[0] });
  for (const accountId of names.slice(1)) await operator.ask('POST', `/api/chat/${id}/members`, { accountId });
  return new Group('chatroom', names.map(name => new RoomMember(operator.url, id, name, () => operator.token(name))));
}
