// The `live` protocol's messages for tests, with little of its rules: a test says what else is answered.
import { listen } from './server.js';

/**
 * @param {object} [options]
 * @param {(action: string, data: any, peer: any) => boolean | void} [options.answer] true when it has answered itself
 */
export async function startLive({ answer = () => {} } = {}) {
  const received = [];
  const requests = [];
  const room = { peers: [], exists: false, refuse: null };
  const entries = () =>
    room.peers.filter(({ publishes }) => publishes).map(({ ss, sends }) => ({
      id: ss.userId, sessionId: ss.sessionId, category: ss.category, host: ss.host, deviceId: ss.deviceId,
      username: ss.userId, fullname: ss.userId.toUpperCase(), avatar: '', ...sends,
    }));
  const ack = (peer, c, s, b) => peer.send({ c, s, b });
  const tellList = () => {
    for (const peer of room.peers) ack(peer, 200, 'PUBLISH_LIST_CHANGED', { pps: entries(), rid: 'room' });
  };
  const server = await listen((socket, request) => {
    requests.push(request.url);
    const peer = { socket, ss: null, publishes: false, sends: {}, send: message => socket.send(JSON.stringify(message)) };
    socket.on('message', text => {
      const { action, data } = JSON.parse(text);
      received.push({ action, data });
      if (answer(action, data, peer)) return;
      if (action === 'join') {
        const refusal = room.refuse ?? (room.exists || data.op.roomCreating ? null : { c: 4001, msg: 'no such room' });
        if (refusal) return ack(peer, refusal.c, 'JOIN', { req: data, msg: refusal.msg });
        Object.assign(peer, { ss: data.ss, sends: { video: data.ve, audio: data.ae } });
        peer.publishes = data.op.roomCreating || room.peers.some(({ ss }) => ss.userId === data.ss.userId);
        room.exists = true;
        room.peers.push(peer);
        const icfg = { is: [], ice: [{ urls: ['stun:127.0.0.1:9'] }] };
        ack(peer, 200, 'JOIN', { pps: entries(), rid: data.rid, pt: peer.publishes ? 'publisher' : 'viewer', eg: 'native', icfg });
        tellList();
      } else if (action === 'heartbeat') {
        ack(peer, 200, 'HEARTBEAT', { pps: entries(), rid: data.rid, bid: data.bid });
      } else if (action === 'updateVideo') {
        peer.sends = { video: data.ve, audio: data.ae };
        tellList();
      } else if (action === 'leave') {
        leave(peer);
      }
    });
    socket.on('close', () => leave(peer));
  });
  const leave = peer => {
    if (!room.peers.includes(peer)) return;
    room.peers = room.peers.filter(other => other !== peer);
    tellList();
  };
  const of = action => received.filter(message => message.action === action).map(({ data }) => data);
  return Object.assign(server, { room, received, requests, of, ack, entries, tellList });
}
