// Runs in the browser: rooms of several sessions in one page, with an SFU made of RTCPeerConnections between them.
import { Emitter } from '/client/emitter.js';
import { LiveRoom } from '/client/live-room.js';
import { media, until } from '/test/call-scenarios.js';

const settled = pc =>
  new Promise(resolve => {
    const look = () => pc.iceGatheringState === 'complete' && resolve();
    pc.addEventListener('icegatheringstatechange', look);
    look();
  });

/** Takes streams and gives them to watchers. Its candidates are in its descriptions, as Janus's are. */
class Sfu {
  uplinks = new Map();
  downlinks = new Map();
  offers = [];
  watches = 0;

  async offer(sessionId, sdp, restarting) {
    this.offers.push(restarting);
    let uplink = this.uplinks.get(sessionId);
    if (!uplink || !restarting || uplink.pc.connectionState === 'closed' || !sdp.includes(uplink.fingerprint)) {
      uplink?.pc.close();
      uplink = { pc: new RTCPeerConnection(), tracks: [], fingerprint: /a=fingerprint:.*/.exec(sdp)[0] };
      uplink.pc.ontrack = ({ track }) => uplink.tracks.push(track);
      this.uplinks.set(sessionId, uplink);
    }
    await uplink.pc.setRemoteDescription({ type: 'offer', sdp });
    await uplink.pc.setLocalDescription();
    await settled(uplink.pc);
    return uplink.pc.localDescription.sdp;
  }

  async watch(key, sessionId) {
    this.watches++;
    const uplink = this.uplinks.get(sessionId);
    if (uplink?.pc.connectionState !== 'connected') throw Object.assign(new Error('not there'), { code: 4024 });
    this.downlinks.get(key)?.close();
    const pc = new RTCPeerConnection();
    this.downlinks.set(key, pc);
    for (const track of uplink.tracks) pc.addTrack(track);
    await pc.setLocalDescription();
    await settled(pc);
    return pc.localDescription.sdp;
  }

  die() {
    for (const { pc } of this.uplinks.values()) pc.close();
    for (const pc of this.downlinks.values()) pc.close();
    this.uplinks.clear();
    this.downlinks.clear();
  }
}

/** What LiveRoom needs of a LiveClient, straight to the SFU. */
class Client extends Emitter {
  joined = true;
  iceServers = [];
  channel = 'm2m';
  constructor(world, userId, role) {
    super();
    Object.assign(this, { world, userId, role, session: { userId, sessionId: `session of ${userId}` } });
    world.clients.push(this);
  }
  get publishers() {
    return this.world.publishers();
  }
  async offer(sdp, { restarting }) {
    const answer = await this.world.sfu.offer(this.session.sessionId, sdp, restarting);
    return { sdp: answer, hls: null };
  }
  watch({ sessionId }) {
    return this.world.sfu.watch(this.#key(sessionId), sessionId);
  }
  answer({ sessionId }, sdp) {
    void this.world.sfu.downlinks.get(this.#key(sessionId))?.setRemoteDescription({ type: 'answer', sdp });
  }
  candidate({ sessionId }, candidate) {
    const { sfu } = this.world;
    const pc = sessionId === this.session.sessionId ? sfu.uplinks.get(sessionId)?.pc : sfu.downlinks.get(this.#key(sessionId));
    if (candidate) pc?.addIceCandidate(candidate).catch(() => {});
  }
  update(kinds) {
    this.sends = { ...this.sends, ...kinds };
    this.world.tellList();
  }
  disconnect() {
    this.world.clients = this.world.clients.filter(other => other !== this);
    this.world.tellList();
  }
  #key(sessionId) {
    return `${this.userId} ${sessionId}`;
  }
}

export async function rooms(roles) {
  const world = { sfu: new Sfu(), clients: [] };
  world.publishers = () =>
    world.clients.filter(({ role }) => role === 'publisher').map(({ session, sends }) => ({
      ...session, category: 'stream', name: session.userId, audio: false, video: false, hls: null, ...sends,
    }));
  world.tellList = () => {
    for (const client of world.clients) client.emit('publishers', world.publishers());
  };
  const stream = await media();
  const all = {};
  for (const [userId, role] of Object.entries(roles)) {
    const client = new Client(world, userId, role);
    const room = new LiveRoom(client);
    room.errors = [];
    room.on('error', ({ error }) => room.errors.push(error));
    if (role === 'publisher') for (const track of stream.getTracks()) room.setTrack(track.kind, track.clone());
    all[userId] = room;
  }
  return { world, all, close: () => Object.values(all).forEach(room => room.close()) };
}

export const downlink = (room, userId) => [...room.downlinks.values()].find(({ peer }) => peer === userId);

export const sees = async (room, userId, more = 5) => {
  await until(`${userId} to be there`, () => downlink(room, userId)?.state === 'connected');
  const decoded = async () => (await downlink(room, userId)?.route())?.framesDecoded ?? 0;
  const before = await decoded();
  await until(`frames of ${userId}`, async () => (await decoded()) >= before + more);
};
