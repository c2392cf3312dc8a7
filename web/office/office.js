import { PresenceTrack } from '/client/presence-track.js';
import { middleOf } from '/client/world-map.js';
import { Walker } from '/client/world-walker.js';
import { explainDenied, explainTopology, listOf } from '../words.js';
import { looksOf } from './figures.js';
import { watchMap } from './map-news.js';
import { PeoplePanel } from './people-panel.js';
import { boundsOf } from './plan.js';
import { listenToSteering } from './steering.js';
import { View } from './view.js';
import { watchVoices } from './voices.js';

/**
 * @typedef {import('../app.js').App} App
 * @typedef {import('../protocols/world.js').World} World
 * @typedef {import('./office-calls.js').OfficeCalls} OfficeCalls
 * @typedef {import('/client/world.js').WorldPeer} WorldPeer
 * @typedef {import('/client/world-map.js').MapObject} MapObject
 */

/** So many are named where one is described; the list has them all. */
const mostNames = 3;

/** How long a notice stays, in milliseconds. */
const noticeTime = 6000;

/** The office: the map with people on it, who is in the room, and what one can do there. */
export class Office {
  /** @type {View | null} */
  view = null;
  /** @type {Walker | null} */
  walker = null;
  /** @type {Map<string, PresenceTrack>} by user */
  #tracks = new Map();
  /** What is in reach and free. @type {MapObject | null} */
  #offered = null;
  #lastTile = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #noticeTimer;
  /** @type {(() => void)[]} */
  #stop = [];

  /**
   * @param {App} app
   * @param {World} world
   * @param {OfficeCalls} calls
   * @param {Document} document
   */
  constructor(app, world, calls, document) {
    this.app = app;
    this.world = world;
    this.client = world.client;
    this.calls = calls;
    this.document = document;
    this.canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('#office-canvas'));
    this.panel = new PeoplePanel(document, {
      mute: (userId, seconds) => this.client.mute(userId, seconds),
      remove: userId => this.client.removeFromZone(userId),
      kick: userId => this.client.kick(userId),
      walkTo: zoneId => this.#walkTo(zoneId),
    });
    this.#listen();
  }

  /** The room's name; empty before one is in any. */
  get place() {
    const { zone } = this.client;
    return zone ? (this.world.map?.zone(zone.id)?.name ?? zone.id) : '';
  }

  /** Whether a moderator has muted oneself. */
  get isMuted() {
    return this.calls.worldMedia.isMuted(this.client.user?.userId ?? '');
  }

  /** Whether nobody gets anything of oneself, as one came to the media server muted. */
  get listens() {
    return this.calls.worldMedia.sfu.listens;
  }

  /** What the button does, if anything. */
  get action() {
    if (this.walker?.object) return this.walker.object.interaction?.action === 'sit' ? 'Stand up' : 'Leave it';
    if (!this.#offered) return '';
    const { name, type, interaction } = this.#offered;
    return interaction?.action === 'sit' ? 'Sit down' : `Use ${(name ?? type).toLowerCase()}`;
  }

  /** Where one is and with whom, in words. */
  describe() {
    const others = [...this.client.peers.values()].map(({ displayName }) => displayName);
    const names = others.length > mostNames ? [...others.slice(0, mostNames), `${others.length - mostNames} more`] : others;
    return names.length ? `In ${this.place} with ${listOf(names)}.` : `Alone in ${this.place}.`;
  }

  /** Sits down, uses what is near, or leaves it. */
  act() {
    if (this.walker?.object) this.#getUp();
    else if (this.#offered) this.walker?.use(this.#offered);
  }

  /** @param {string} words for the user, for a while */
  notice(words) {
    const element = this.#element('office-notice');
    element.textContent = words;
    element.hidden = words === '';
    clearTimeout(this.#noticeTimer);
    if (words) this.#noticeTimer = setTimeout(() => this.notice(''), noticeTime);
  }

  close() {
    for (const stop of this.#stop) stop();
    this.view?.close();
    this.notice('');
    this.panel.clear();
    this.#element('office').hidden = this.panel.element.hidden = true;
  }

  #listen() {
    const { client, calls } = this;
    const update = () => this.#update();
    this.#stop = [
      client.on('state', ({ again }) => this.#entered(again)),
      client.on('resumed', () => this.announce(`You are back in ${this.place}.`)),
      client.on('zone', ({ asked }) => this.#zoneChanged(asked)),
      client.on('topology', update),
      client.on('topology', topology => topology === 'SFU' && this.announce('Media goes through a media server now.')),
      client.on('joined', peer => this.#joined(peer)),
      client.on('left', peer => this.#left(peer)),
      client.on('presence', peer => this.#moved(peer)),
      client.on('occupied', () => this.#offer()),
      calls.on('change', update),
      calls.worldMedia.on('muted', ({ userId, muted }) => this.#muted(userId, muted)),
      calls.worldMedia.sfu.on('connected', () => this.#onMediaServer()),
      watchMap(client, () => this.world.refresh(), () => this.#redraw()),
      watchVoices(() => calls.active.values(), (userId, speaking) => this.#speaks(userId, speaking)),
    ];
  }

  /** @param {boolean} again */
  #entered(again) {
    if (!again) this.#open();
    this.#meet();
    this.announce(again ? `You are back in ${this.place}.` : `You are in ${this.place}.`);
  }

  #open() {
    const { client, world } = this;
    if (!world.map || !client.user) return;
    this.#element('office').hidden = this.panel.element.hidden = false;
    const walker = (this.walker = new Walker(client, world.map));
    const view = (this.view = new View(this.canvas, world.map, walker));
    this.panel.showRooms(world.map.zones);
    view.onframe = () => this.#frame(walker, view);
    walker.on('using', object => this.#using(object));
    walker.on('denied', ({ object, reason }) => this.notice(explainDenied(reason, object, this.#holder(object))));
    walker.on('corrected', ({ wanted, reason }) => this.#corrected(wanted, reason));
    const strip = new ResizeObserver(([{ contentRect }]) => view.cover(contentRect.height ? contentRect.bottom : 0));
    strip.observe(this.#element('screenful'));
    this.#stop.push(
      () => strip.disconnect(),
      listenToSteering(this.canvas, {
        steer: (dx, dy) => walker.steer(dx, dy),
        tap: (x, y) => this.#tap(x, y),
        use: () => this.act(),
        zoom: factor => view.zoom(factor),
      }),
    );
  }

  /** The office was rebuilt around us. */
  #redraw() {
    const { view, walker, world } = this;
    if (!view || !walker || !world.map) return;
    walker.map = world.map;
    view.show(world.map);
    this.panel.showRooms(world.map.zones);
    this.notice('The office has been rebuilt.');
    this.#meet();
  }

  /** Everybody anew: after coming in, and after a change of room. */
  #meet() {
    const { view, walker, client } = this;
    if (!view || !walker || !client.user) return;
    this.#tracks.clear();
    view.figures.clear();
    const { userId, displayName } = client.user;
    const tag = { text: displayName, self: true, speaking: false, muted: this.isMuted };
    view.figures.set(userId, { id: userId, looks: looksOf(userId, displayName), tag, body: walker });
    for (const peer of client.peers.values()) this.#place(peer);
    view.light(client.zone?.id ?? null);
    this.#offer();
    this.#update();
  }

  /** @param {WorldPeer} peer */
  #place({ userId, displayName, presence }) {
    const track = new PresenceTrack(presence);
    const tag = { text: displayName, self: false, speaking: false, muted: this.calls.worldMedia.isMuted(userId) };
    this.#tracks.set(userId, track);
    this.view?.figures.set(userId, { id: userId, looks: looksOf(userId, displayName), tag, body: track });
  }

  /** @param {boolean} asked */
  #zoneChanged(asked) {
    this.#meet();
    const { size } = this.client.peers;
    const others = size === 0 ? 'Nobody else is here.' : size === 1 ? 'One other is here.' : `${size} others are here.`;
    this.announce(`You are in ${this.place}. ${others}`);
    if (!asked) this.notice(`You were moved to ${this.place}.`);
  }

  /** @param {WorldPeer} peer */
  #joined(peer) {
    this.#place(peer);
    this.announce(`${peer.displayName} came in.`);
    this.#update();
  }

  /** @param {WorldPeer} peer */
  #left({ userId, displayName }) {
    this.#tracks.delete(userId);
    this.view?.figures.delete(userId);
    this.announce(`${displayName} left.`);
    this.#update();
  }

  /** @param {WorldPeer} peer */
  #moved({ userId, presence }) {
    const track = this.#tracks.get(userId);
    if (!track) return;
    const before = track.state;
    track.push(presence, performance.now());
    // The list says who sits, not every step.
    if ((before === 'sitting') !== (track.state === 'sitting')) this.#update();
  }

  /** @param {Walker} walker @param {View} view */
  #frame(walker, view) {
    view.path = walker.path;
    const { x, y } = walker.tile;
    const tile = `${x},${y}`;
    if (tile === this.#lastTile) return;
    this.#lastTile = tile;
    this.#offer();
  }

  /** What is in reach, and not somebody else's. */
  #offer() {
    const { walker, view, client, world } = this;
    if (!walker || !view || !world.map) return;
    const isFree = (/** @type {MapObject} */ { id, occupancy }) => occupancy === 'multiple' || !client.occupied.has(id);
    const isPossible = (/** @type {MapObject} */ object) => isFree(object) && world.map?.requiredBy(object).length === 0;
    const offered = walker.object ? null : (world.map.within(middleOf(walker.tile)).find(isPossible) ?? null);
    if (offered === this.#offered && view.offered) return;
    this.#offered = offered;
    view.offered = offered && boundsOf(offered);
    this.app.update();
  }

  /** @param {MapObject | null} object */
  #using(object) {
    const sits = object?.interaction?.action === 'sit';
    if (object) this.announce(sits ? 'You sit down.' : `You use ${(object.name ?? object.type).toLowerCase()}.`);
    this.#offer();
    this.app.update();
  }

  #getUp() {
    const { walker } = this;
    if (!walker?.object) return;
    walker.leave();
    this.announce('You stand.');
    this.#offer();
  }

  /** @param {number} x @param {number} y */
  #tap(x, y) {
    const { view, walker, world } = this;
    if (!view || !walker || !world.map) return;
    this.canvas.focus({ preventScroll: true });
    const figure = view.figureAt(x, y);
    if (figure) return this.panel.show(figure.id);
    const at = view.camera.tileAt(x, y);
    const tile = { x: Math.floor(at.x), y: Math.floor(at.y) };
    const object = world.map.objects.find(candidate => candidate.interaction && covers(candidate, tile));
    // Who points at a desk means its chair.
    if (object) walker.use(world.map.requiredBy(object)[0] ?? object);
    else walker.goTo(tile);
  }

  /** @param {string} zoneId */
  #walkTo(zoneId) {
    const { map } = this.world;
    const bounds = map?.zone(zoneId)?.bounds;
    if (!map || !bounds || !this.walker) return;
    const middle = { x: Math.floor(bounds.x + bounds.width / 2), y: Math.floor(bounds.y + bounds.height / 2) };
    this.walker.goTo(nearestFree(map, zoneId, middle));
    this.canvas.focus({ preventScroll: true });
  }

  /** @param {import('/client/world-map.js').Position} wanted @param {string} reason */
  #corrected(wanted, reason) {
    const door = this.world.map?.doorAt(wanted.x, wanted.y);
    const isShut = reason === 'invalid' && door && (door.access?.type ?? 'public') !== 'public';
    if (isShut) this.notice(`The door to ${this.world.map?.zone(door.leadsToZone)?.name ?? 'that room'} is closed to you.`);
    else if (reason === 'occupied') this.notice('Somebody stands there.');
  }

  /** @param {string} userId @param {boolean} muted */
  #muted(userId, muted) {
    const isSelf = userId === this.client.user?.userId;
    this.#tag(userId, { muted });
    if (isSelf) this.notice(muted ? 'A moderator has muted you. Nobody hears you for now.' : 'You can be heard again.');
    else this.announce(`${this.#nameOf(userId)} ${muted ? 'is muted' : 'can be heard again'}.`);
    this.#update();
    this.app.update();
  }

  #onMediaServer() {
    if (this.listens) this.notice('You are muted: you hear and see the others, and they get nothing of you until it ends.');
    this.#update();
    this.app.update();
  }

  /** @param {string} userId @param {boolean} speaking */
  #speaks(userId, speaking) {
    this.#tag(userId, { speaking });
    this.panel.speaks(userId, speaking);
    this.app.tiles.speaks(userId, speaking);
  }

  /** @param {string} userId @param {Partial<import('./name-tags.js').Tag>} change */
  #tag(userId, change) {
    const figure = this.view?.figures.get(userId);
    if (figure) Object.assign(figure.tag, change);
  }

  /** @param {string} userId */
  #nameOf(userId) {
    return this.client.peers.get(userId)?.displayName ?? userId;
  }

  /** @param {MapObject} object */
  #holder({ id }) {
    const userId = this.client.occupied.get(id);
    return userId && userId !== this.client.user?.userId ? this.#nameOf(userId) : '';
  }

  #update() {
    const { client } = this;
    this.panel.update({
      place: this.place,
      topology: explainTopology(client.topology),
      self: client.user,
      listens: this.listens,
      isMuted: userId => this.calls.worldMedia.isMuted(userId),
      peers: [...client.peers.values()],
      roles: this.world.roles,
    });
    this.#element('office-place').textContent = this.place;
    const badge = this.#element('office-topology');
    badge.textContent = explainTopology(client.topology);
    badge.dataset.topology = client.topology;
  }

  /** @param {string} words for those who do not see the canvas */
  announce(words) {
    this.#element('office-live').textContent = words;
  }

  /** @param {string} id @returns {any} */
  #element(id) {
    return this.document.querySelector(`#${id}`);
  }
}

/** @param {MapObject} object @param {import('/client/world-map.js').Position} tile */
function covers(object, tile) {
  const { x, y, width, height } = boundsOf(object);
  return tile.x >= x && tile.x < x + width && tile.y >= y && tile.y < y + height;
}

/**
 * @param {import('/client/world-map.js').WorldMap} map
 * @param {string} zoneId
 * @param {import('/client/world-map.js').Position} from
 */
function nearestFree(map, zoneId, from) {
  for (let away = 0; away < Math.max(map.width, map.height); away++)
    for (let y = from.y - away; y <= from.y + away; y++)
      for (let x = from.x - away; x <= from.x + away; x++)
        if (map.zoneAt(x, y)?.id === zoneId && !map.blocks(x, y) && !map.objectAt(x, y)?.interaction) return { x, y };
  return from;
}
