// Runs in the browser: meshes of several users in one page, over clients that pass signals on and nothing else.
import { Emitter } from '/client/emitter.js';
import { WorldMesh } from '/client/world-mesh.js';
import { media, until } from '/test/call-scenarios.js';

class Client extends Emitter {
  peers = new Map();
  topology = 'P2P_DIRECT';
  entered = false;
  failed = [];
  refused = '';
  constructor(world, userId) {
    super();
    Object.assign(this, { world, user: { userId } });
  }
  signal(type, to, payload) {
    if (this.refused && type === 'SDP_OFFER') {
      setTimeout(() => this.emit('error', { code: 'PERMISSION_DENIED', message: '', details: { reason: this.refused } }));
      return true;
    }
    setTimeout(() => this.world.get(to).emit('signal', { type, from: this.user.userId, payload }), 5);
    return true;
  }
  iceFailed(peer) {
    this.failed.push(peer);
    return true;
  }
  enter() {
    this.entered = true;
    for (const other of this.world.values()) {
      if (other === this || !other.entered) continue;
      const peer = { userId: this.user.userId };
      other.peers.set(peer.userId, peer);
      this.peers.set(other.user.userId, { userId: other.user.userId });
      other.emit('joined', peer);
    }
    this.emit('state', { again: false });
  }
}

export async function meshes(...users) {
  const world = new Map();
  const stream = await media();
  const all = [];
  for (const user of users) {
    const client = new Client(world, user);
    world.set(user, client);
    const mesh = new WorldMesh(client);
    mesh.errors = [];
    mesh.on('error', ({ error }) => mesh.errors.push(String(error)));
    for (const track of stream.getTracks()) mesh.setTrack(track.kind, track.clone());
    all.push({ client, mesh, user });
  }
  return all;
}

export const talking = (...all) =>
  until('everybody connected', () =>
    all.every(({ mesh }) => mesh.calls.size === all.length - 1 && [...mesh.calls.values()].every(call => call.state === 'connected')),
  );

export const fragmentOf = call => /a=ice-ufrag:(.*)/.exec(call.pc.localDescription.sdp)[1].trim();
