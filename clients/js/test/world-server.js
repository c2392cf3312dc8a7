// A small world for tests, with the protocol's messages but none of its rules: the tests say what it answers.
import { listen } from './server.js';

export const office = {
  worldId: 'office',
  workspaceId: 'demo',
  version: 1,
  map: {
    width: 8,
    height: 5,
    layers: [
      {
        id: 'walls',
        collision: true,
        tiles: [
          1, 1, 1, 1, 1, 1, 1, 1,
          1, 0, 0, 1, 0, 0, 0, 1,
          1, 0, 0, 0, 0, 0, 0, 1,
          1, 0, 0, 1, 0, 0, 0, 1,
          1, 1, 1, 1, 1, 1, 1, 1,
        ],
      },
      { id: 'floor', tiles: [] },
    ],
  },
  zones: [
    { id: 'lobby', type: 'OpenArea', bounds: { x: 1, y: 1, width: 3, height: 3 } },
    { id: 'team', type: 'TeamArea', bounds: { x: 4, y: 1, width: 3, height: 3 } },
    { id: 'booth', type: 'PrivateRoom', bounds: { x: 6, y: 1, width: 1, height: 1 } },
  ],
  doors: [{ id: 'door', bounds: { x: 3, y: 2, width: 1, height: 1 }, leadsToZone: 'team', access: { type: 'public' } }],
  objects: [
    {
      id: 'chair', type: 'chair', position: { x: 1, y: 1 }, occupancy: 'single', interaction: { action: 'sit' },
      meta: { facing: 'west' },
    },
    { id: 'desk', type: 'desk', position: { x: 1, y: 2 }, occupancy: 'multiple', interaction: { action: 'use', requires: 'chair' } },
    { id: 'far-chair', type: 'chair', position: { x: 6, y: 3 }, occupancy: 'single', interaction: { action: 'sit' } },
  ],
  spawnPoints: [{ x: 2, y: 3 }],
};

export const user = id => ({ user_id: id, workspace_id: 'demo', display_name: id.toUpperCase(), avatar_id: '' });

export const at = (id, x, y, state = 'idle') => ({ ...user(id), position: { x, y }, facing: 'south', state });

export const zone = (id, type = 'OpenArea') => ({ zone_id: id, zone_type: type, world_id: 'office' });

/**
 * @param {object} [world]
 * @param {(type: string, payload: any, send: (type: string, payload: object) => void) => void} [world.answer]
 */
export async function startWorld({ answer = () => {}, peers = [], position = { x: 2.5, y: 3.5 } } = {}) {
  const received = [];
  const world = { peers, position, objects: [], refuse: null };
  const server = await listen(socket => {
    const send = (type, payload) => socket.send(JSON.stringify({ type, payload, protocol_version: 1 }));
    world.send = send;
    socket.on('message', data => {
      const message = JSON.parse(data);
      const { type, payload } = message;
      received.push(message);
      if (type === 'CONNECT') {
        world.user = user(payload.token);
        send('CONNECTED', { user: world.user, server_version: '1' });
      } else if (type === 'JOIN_WORLD' && world.refuse) {
        send('ERROR', world.refuse);
      } else if (type === 'JOIN_WORLD') {
        const place = { position: world.position, facing: 'south', state: 'idle', objects: world.objects, version: '1' };
        const media = { current_zone: zone('lobby'), media_topology: 'P2P_DIRECT' };
        send('WORLD_STATE', { world_id: payload.world_id, ...media, peers: world.peers, ...place });
      } else {
        answer(type, payload, send);
      }
    });
  });
  const of = type => received.filter(message => message.type === type).map(({ payload }) => payload);
  return Object.assign(server, { world, received, of });
}
