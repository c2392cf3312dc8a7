/** How dark the rooms are that one is not in: nobody in them is seen or heard. */
const dimmed = 0.36;

/**
 * A picture of one pixel a tile, to be stretched over the map: dark but for a zone. Stretching softens its edges.
 *
 * @param {import('/client/world-map.js').WorldMap} map
 * @param {string} zoneId
 * @returns {HTMLCanvasElement}
 */
export function paintSpotlight(map, zoneId) {
  const canvas = document.createElement('canvas');
  canvas.width = map.width;
  canvas.height = map.height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(map.width, map.height);
  const isLit = (/** @type {number} */ x, /** @type {number} */ y) => map.zoneAt(x, y)?.id === zoneId;
  for (let y = 0; y < map.height; y++)
    for (let x = 0; x < map.width; x++) {
      // The walls around a lit room are lit as well.
      const isWallOfIt = map.blocks(x, y) && [-1, 0, 1].some(dx => [-1, 0, 1].some(dy => isLit(x + dx, y + dy)));
      const offset = 4 * (y * map.width + x);
      image.data.set([14, 16, 30, isLit(x, y) || isWallOfIt ? 0 : Math.round(255 * dimmed)], offset);
    }
  context.putImageData(image, 0, 0);
  return canvas;
}
