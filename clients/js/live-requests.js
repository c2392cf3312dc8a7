/** How long an answer may take, in milliseconds. The media server has a part in it. */
const patience = 20_000;

/** What the server would not do. `code` is the protocol's, `signal` what it is about, `message` for a person. */
export class LiveError extends Error {
  /**
   * @param {number} code
   * @param {string} signal
   * @param {{msg?: string, req?: any}} body
   */
  constructor(code, signal, body) {
    super(body.msg || `The server refused ${signal} (${code}).`);
    this.name = 'LiveError';
    this.code = code;
    this.signal = signal;
    /** The signal that was refused. */
    this.request = body.req ?? null;
  }
}

/**
 * Signals that wait for their answers. The protocol numbers nothing: an answer belongs to the oldest of its kind, and of
 * several WATCHes to the one of the same session.
 */
export class LiveRequests {
  /** @type {{signal: string, key: string, resolve: (body: any) => void, reject: (error: LiveError) => void, timer: ReturnType<typeof setTimeout>}[]} */
  #waiting = [];

  /**
   * @param {string} signal
   * @param {string} key
   * @returns {Promise<any>} the answer's body
   */
  add(signal, key) {
    return new Promise((resolve, reject) => {
      const request = { signal, key, resolve, reject, timer: setTimeout(() => this.#giveUp(request), patience) };
      this.#waiting.push(request);
    });
  }

  /**
   * @param {number} code
   * @param {string} signal
   * @param {Record<string, any>} body
   * @returns {boolean} whether somebody waited for it
   */
  settle(code, signal, body) {
    const key = keyOf(body);
    const request = this.#waiting.find(waiting => waiting.signal === signal && (!waiting.key || waiting.key === key));
    if (!request) return false;
    this.#remove(request);
    if (code === 200) request.resolve(body);
    else request.reject(new LiveError(code, signal, body));
    return true;
  }

  /** @param {string} why */
  failAll(why) {
    for (const request of [...this.#waiting]) {
      this.#remove(request);
      request.reject(new LiveError(500, request.signal, { msg: why }));
    }
  }

  /** @param {any} request */
  #giveUp(request) {
    this.#remove(request);
    request.reject(new LiveError(500, request.signal, { msg: 'The server did not answer in time.' }));
  }

  /** @param {any} request */
  #remove(request) {
    clearTimeout(request.timer);
    this.#waiting = this.#waiting.filter(waiting => waiting !== request);
  }
}

/** Whose stream an answer is about. @param {Record<string, any>} body */
function keyOf({ pps, req }) {
  if (req?.to) return JSON.stringify([req.to.userId, req.to.sessionId]);
  return pps?.[0] ? JSON.stringify([pps[0].id, pps[0].sessionId]) : '';
}
