/**
 * @typedef {import('/client/world.js').WorldClient} WorldClient
 */

/** How often the map is asked about, in milliseconds. */
const pause = 10_000;

/**
 * The map may be edited while people are on it. The protocol tells only those whom it moves, so it is asked about then,
 * and now and then.
 *
 * @param {WorldClient} client
 * @param {() => Promise<boolean>} refresh whether there is another map, which is taken then
 * @param {() => void} changed
 * @returns {() => void} stops it
 */
export function watchMap(client, refresh, changed) {
  let [asking, over] = [false, false];
  const ask = async () => {
    if (asking || over || !client.entered) return;
    asking = true;
    const isNew = await refresh().catch(() => false); // the next time, then
    asking = false;
    if (isNew && !over) changed();
  };
  const timer = setInterval(ask, pause);
  const stops = [
    client.on('corrected', ({ reason }) => reason === 'collision' && void ask()),
    client.on('zone', ({ asked }) => !asked && void ask()),
    client.on('state', ({ again }) => again && void ask()),
  ];
  return () => {
    over = true;
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}
