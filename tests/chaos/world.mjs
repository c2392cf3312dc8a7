import { WorldClient } from '../../clients/js/world.js';
import { Group } from './group.mjs';
import { connection, Member } from './member.mjs';

const chair = 'chair';
const places = { hall: { x: 1.5, y: 1.5 }, room: { x: 6.5, y: 1.5 } };

/** A hall of 5 × 5 tiles with a chair in its middle, and a room beside it. */
function worldFile(worldId, workspaceId) {
  const zone = (id, type, x) => ({ id, type, bounds: { x, y: 0, width: 5, height: 5 }, overrides: { sharedTiles: true } });
  return {
    worldId,
    workspaceId,
    version: 1,
    map: { width: 10, height: 5, layers: [{ id: 'floor', tiles: [] }] },
    zones: [zone('hall', 'OpenArea', 0), zone('room', 'TeamArea', 5)],
    objects: [{ id: chair, type: 'chair', position: { x: 2, y: 2 }, occupancy: 'single', interaction: { action: 'sit' } }],
    spawnPoints: [{ position: { x: 1, y: 1 } }],
  };
}

/** One who walks about in the hall of a world, and says numbers to the others there. */
class Walker extends Member {
  /** Where it takes itself to be. */
  at = places.hall;

  constructor(url, worldId, name, others, token) {
    const client = new WorldClient({ url, worldId, token, connection });
    super(name, client);
    this.others = others;
    client.on('signal', ({ payload, from }) => this.hear(payload.candidate, from));
    client.on('state', ({ again }) => {
      this.welcome(again, []);
      this.#stand(client.position);
    });
    client.on('zone', () => (this.at = client.position));
    client.on('corrected', ({ position, reason }) => {
      this.complain(`was put back: ${reason}`);
      this.#stand(position);
    });
    client.on('left', () => this.events.leaves++);
    client.on('granted', () => this.events.answered++);
    client.on('denied', ({ objectId }) => {
      this.events.answered++;
      client.locks.delete(objectId);
    });
  }

  get isThere() {
    return this.client.entered && super.isThere;
  }

  get seen() {
    return new Set(this.client.peers.keys());
  }

  say() {
    super.say();
    const { x, y } = this.at;
    this.#stand(Math.random() < 0.5 ? { x: x < 2 ? 2.5 : 1.5, y } : { x, y: y < 2 ? 2.5 : 1.5 });
  }

  send(said) {
    const taken = this.others.filter(other => this.client.signal('ICE_CANDIDATE', other, { candidate: said }));
    if (taken.length % this.others.length !== 0) this.complain('could not send to some of the others');
    return taken.length > 0;
  }

  saidIn({ payload }) {
    return payload?.candidate;
  }

  #stand(position) {
    this.at = position;
    this.client.present({ position, facing: 'south', state: 'idle' });
  }
}

/** One who goes from the hall to the room and back, and two of whom want the chair. */
class Wanderer extends Walker {
  #turn = 0;
  talks = false;

  say() {
    this.#turn++;
    const { client } = this;
    if (!this.isThere || this.#turn % 4) return;
    if (client.zone?.id === 'room') return void client.enterZone('hall', places.hall);
    if (client.locks.has(chair)) client.release(chair);
    else if (this.#turn % 16) client.interact(chair, 'sit');
    else client.enterZone('room', places.room);
  }

  /** What was granted just before its node died may be somebody else's: who asks is told (docs/decisions/0017). */
  rest() {
    if (this.client.locks.has(chair)) this.client.interact(chair, 'sit');
  }
}

/** The people of a world: who is in which zone, where each stands, and who holds the chair. */
class World extends Group {
  strange() {
    return [...super.strange(), ...this.#places(), ...this.#holders()];
  }

  near(member) {
    return this.members.filter(other => other.client.zone?.id === member.client.zone?.id);
  }

  #places() {
    return this.#there.flatMap(member => this.near(member).filter(other => other !== member && other.isThere).flatMap(other => {
      const seen = member.client.peers.get(other.name)?.presence.position;
      return !seen || (seen.x === other.at.x && seen.y === other.at.y) ? []
        : [`${member.name} sees ${other.name} at ${seen.x} ${seen.y}, who is at ${other.at.x} ${other.at.y}`];
    }));
  }

  #holders() {
    const holders = this.#there.filter(({ client }) => client.locks.has(chair)).map(({ name }) => name);
    if (holders.length > 1) return [`${holders} hold the chair`];
    return this.#there.filter(({ client }) => client.zone?.id === 'hall').flatMap(({ name, client }) => {
      const told = client.occupied.get(chair);
      return told === holders[0] ? [] : [`${name} takes ${told} for who has the chair, and it is ${holders[0]}`];
    });
  }

  get #there() {
    return this.members.filter(member => member.isThere);
  }
}

/** @param {import('./operator.mjs').Operator} operator @param {string[]} names people of a workspace: the last two wander */
export async function world(operator, names) {
  const worldId = `${names[0]}-world`;
  const workspace = `${names[0]}-workspace`;
  await operator.ask('PUT', `/api/worlds/${worldId}`, worldFile(worldId, workspace));
  const talkers = names.slice(0, -2);
  return new World('world', names.map(name => {
    const Kind = talkers.includes(name) ? Walker : Wanderer;
    const others = talkers.filter(other => other !== name);
    return new Kind(operator.url, worldId, name, others, () => operator.token(name, { workspace_id: workspace, roles: ['Member'] }));
  }));
}
