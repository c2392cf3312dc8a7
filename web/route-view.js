/**
 * Shows how each call's media travels, a second at a time.
 *
 * @typedef {import('./tiles.js').Link} Link
 * @typedef {import('/client/route.js').Route} Route
 */

const interval = 1000;
const number = new Intl.NumberFormat('en');

/** What is shown of a route, row by row. @type {Record<string, (route: Route) => string>} */
const rows = {
  Route: ({ local, remote }) => (!local ? '–' : [local, remote].includes('relay') ? 'Through a relay' : 'Direct'),
  Candidates: ({ local, remote, protocol }) => (local ? `${local} ↔ ${remote}, ${protocol}` : '–'),
  'Round trip': ({ roundTrip }) => (roundTrip === null ? '–' : `${roundTrip.toFixed(roundTrip < 10 ? 1 : 0)} ms`),
  Receiving: ({ bitrateIn }) => bitrate(bitrateIn),
  Sending: ({ bitrateOut }) => bitrate(bitrateOut),
  Video: ({ width, height, framesPerSecond }) => (width ? `${width} × ${height}, ${framesPerSecond ?? 0}/s` : '–'),
  'Frames decoded': ({ framesDecoded }) => number.format(framesDecoded),
};

/**
 * @param {HTMLElement} container
 * @param {() => Iterable<Link>} calls those under way
 * @param {(id: string) => string} nameOf
 * @returns {() => void} a function that stops it
 */
export function showRoutes(container, calls, nameOf) {
  const update = async () => {
    const under = [...calls()];
    const routes = await Promise.all(under.map(call => call.route().catch(() => null)));
    const sections = under.flatMap((call, i) => section(container, call.peer, nameOf(call.peer), routes[i]));
    container.replaceChildren(...sections);
    container.hidden = sections.length === 0;
  };
  const timer = setInterval(() => void update(), interval);
  return () => {
    clearInterval(timer);
    container.hidden = true;
    container.replaceChildren();
  };
}

/**
 * @param {HTMLElement} container
 * @param {string} peer
 * @param {string} name
 * @param {Route | null} route
 */
function section(container, peer, name, route) {
  if (!route) return [];
  const known = [...container.children].find(child => /** @type {HTMLElement} */ (child).dataset.peer === peer);
  const element = /** @type {HTMLElement} */ (known ?? build(peer, name));
  for (const [label, show] of Object.entries(rows)) {
    const value = /** @type {HTMLElement} */ (element.querySelector(`[data-row="${label}"]`));
    value.textContent = show(route);
  }
  element.dataset.frames = String(route.framesDecoded);
  element.dataset.local = route.local ?? '';
  element.dataset.remote = route.remote ?? '';
  return [element];
}

/**
 * @param {string} peer
 * @param {string} name
 */
function build(peer, name) {
  const element = document.createElement('section');
  element.dataset.peer = peer;
  const heading = document.createElement('h2');
  heading.textContent = `Route to ${name}`;
  const list = document.createElement('dl');
  for (const label of Object.keys(rows)) {
    const row = document.createElement('div');
    const term = document.createElement('dt');
    term.textContent = label;
    const value = document.createElement('dd');
    value.dataset.row = label;
    row.append(term, value);
    list.append(row);
  }
  element.append(heading, list);
  return element;
}

/** @param {number | null} bits a second */
function bitrate(bits) {
  if (bits === null) return '–';
  return bits >= 1e6 ? `${(bits / 1e6).toFixed(1)} Mb/s` : `${Math.round(bits / 1e3)} kb/s`;
}
