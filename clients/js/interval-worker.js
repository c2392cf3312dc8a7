// The timer of interval.js, in a worker: it answers one message, the interval in milliseconds, with a beat at each.
globalThis.onmessage = ({ data }) => {
  setInterval(() => postMessage(null), data);
};

export {};
