/** @type {Record<string, [number, number]>} by the key's place, so that WASD is where it is on every keyboard */
const directions = {
  ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0],
  KeyW: [0, -1], KeyS: [0, 1], KeyA: [-1, 0], KeyD: [1, 0],
};

/** Farther than that, in pixels, a touch is a swipe and not a tap. */
const tapSlack = 12;

/**
 * Keys and taps on the canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {object} actions
 * @param {(dx: number, dy: number) => void} actions.steer
 * @param {(x: number, y: number) => void} actions.tap in pixels of the page, from the canvas's edge
 * @param {() => void} actions.use
 * @param {(factor: number) => void} actions.zoom
 * @returns {() => void} a function that stops listening
 */
export function listenToSteering(canvas, { steer, tap, use, zoom }) {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  /** Keys held down. @type {Set<string>} */
  const held = new Set();
  const update = () => {
    const [dx, dy] = [...held].reduce(([x, y], key) => [x + directions[key][0], y + directions[key][1]], [0, 0]);
    steer(Math.sign(dx), Math.sign(dy));
  };
  const release = () => (held.clear(), update());
  canvas.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code in directions) held.add(event.code);
    else if (event.code === 'KeyE' || event.code === 'Space' || event.code === 'Enter') event.repeat || use();
    else if (event.key === '+' || event.key === '=') zoom(1.25);
    else if (event.key === '-') zoom(0.8);
    else return;
    event.preventDefault(); // arrows would scroll the page
    update();
  }, options);
  // Wherever the key is let go: the focus may have gone on meanwhile.
  globalThis.addEventListener('keyup', event => held.delete(event.code) && update(), options);
  globalThis.addEventListener('blur', release, options);
  canvas.addEventListener('blur', release, options);
  /** @type {{x: number, y: number} | null} */
  let down = null;
  canvas.addEventListener('pointerdown', ({ offsetX, offsetY, isPrimary }) => {
    if (isPrimary) down = { x: offsetX, y: offsetY };
  }, options);
  canvas.addEventListener('pointerup', ({ offsetX, offsetY, isPrimary }) => {
    const isTap = isPrimary && down && Math.hypot(offsetX - down.x, offsetY - down.y) < tapSlack;
    down = null;
    if (isTap) tap(offsetX, offsetY);
  }, options);
  return () => stop.abort();
}
