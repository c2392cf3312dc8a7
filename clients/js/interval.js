/**
 * Calls a function at an interval, in hidden pages too: browsers let a hidden page's own timers fire once a minute
 * only, but not a worker's. Where there is no worker (outside browsers, or when the module comes from another origin
 * than the page) it is a plain timer.
 *
 * @param {() => void} handler
 * @param {number} interval in milliseconds
 * @returns {() => void} a function that stops it
 */
export function steadyInterval(handler, interval) {
  if (typeof Worker !== 'function') return plainInterval(handler, interval);
  try {
    const worker = new Worker(new URL('./interval-worker.js', import.meta.url), { type: 'module' });
    let stop = () => worker.terminate();
    worker.onmessage = handler;
    worker.onerror = () => {
      worker.terminate(); // not there, or forbidden by the page's policy
      stop = plainInterval(handler, interval);
    };
    worker.postMessage(interval);
    return () => {
      worker.onmessage = worker.onerror = null;
      stop();
    };
  } catch {
    return plainInterval(handler, interval);
  }
}

/**
 * @param {() => void} handler
 * @param {number} interval
 */
function plainInterval(handler, interval) {
  const timer = setInterval(handler, interval);
  return () => clearInterval(timer);
}
