/**
 * What became of numbered messages. What its sender was told of that nobody knows whether the server had it (it was under way
 * when the sender's session ended) may come, or not, or come behind what the next session said. A member's stay lasts from a welcome to the next: within one, what each sender sent
 * has to come whole, once and in order (docs/scaling.md). Who is welcomed anew was told that the server knows nothing of
 * the stay before, and what it misses in between counts as `missed`, not as `lost`.
 *
 * @typedef {object} Sender
 * @property {string} name
 * @property {number} sent it sent 1 to this
 * @property {Set<number>} unsure of these its client was told that nobody knows whether the server had them
 *
 * @typedef {object} Receiver
 * @property {string} name
 * @property {{from: string, number: number, late: number}[][]} stays what came, in order, `late` ms after it was sent
 *
 * @typedef {object} Tally
 * @property {number} sent how often a message should have come to somebody
 * @property {number} delivered
 * @property {number} lost @property {number} duplicated @property {number} reordered
 * @property {number} missed @property {number} unsure
 * @property {number} slowest from sending to the last receiver, in ms
 */

/**
 * @param {Sender[]} senders
 * @param {Receiver[]} receivers everybody receives from everybody else
 * @returns {Tally}
 */
export function tally(senders, receivers) {
  const sum = { sent: 0, delivered: 0, lost: 0, duplicated: 0, reordered: 0, missed: 0, unsure: 0, slowest: 0 };
  for (const { name, stays } of receivers)
    for (const sender of senders) if (sender.name !== name) addPair(sum, sender, stays);
  return sum;
}

/**
 * @param {Tally} sum
 * @param {Sender} sender
 * @param {Receiver['stays']} stays
 */
function addPair(sum, { name, sent, unsure }, stays) {
  const had = new Set();
  const covered = new Set();
  for (const [index, stay] of stays.entries()) {
    const came = stay.filter(({ from }) => from === name);
    const sure = came.filter(({ number }) => !unsure.has(number));
    let highest = 0;
    for (const { number, late } of came) {
      if (had.has(number)) sum.duplicated++;
      else if (number < highest && !unsure.has(number)) sum.reordered++;
      had.add(number);
      if (!unsure.has(number)) highest = Math.max(highest, number);
      sum.slowest = Math.max(sum.slowest, late);
    }
    // Who was there from the beginning gets everything from the first; who is there at the end, everything to the last.
    const first = index === 0 ? 1 : (sure[0]?.number ?? sent + 1);
    const last = index === stays.length - 1 ? sent : highest;
    for (let number = first; number <= last; number++) covered.add(number);
  }

  sum.sent += sent;
  sum.delivered += had.size;
  for (let number = 1; number <= sent; number++) {
    if (had.has(number)) continue;
    if (unsure.has(number)) sum.unsure++;
    else if (covered.has(number)) sum.lost++;
    else sum.missed++;
  }
}

/**
 * What was counted of several, together: of `slowest` the greatest.
 *
 * @template {Record<string, number>} T @param {T[]} all @returns {T}
 */
export function add(all) {
  const sum = { ...all[0] };
  for (const one of all.slice(1))
    for (const name of Object.keys(one)) sum[name] = name === 'slowest' ? Math.max(sum[name], one[name]) : sum[name] + one[name];
  return sum;
}

/**
 * Of whom something was lost, came twice or out of order: what came to whom, a stay each, to find out why.
 *
 * @param {Sender[]} senders
 * @param {Receiver[]} receivers
 * @returns {string[]}
 */
export function trouble(senders, receivers) {
  return receivers.flatMap(({ name, stays }) => senders.filter(sender => sender.name !== name).flatMap(sender => {
    const { lost, duplicated, reordered } = tally([sender], [{ name, stays }]);
    if (lost + duplicated + reordered === 0) return [];
    const came = stays.map(stay => ranges(stay.filter(({ from }) => from === sender.name).map(({ number }) => number)));
    return `${sender.name} to ${name}: of ${sender.sent} came ${came.join(' | ')}; unsure ${ranges([...sender.unsure])}`;
  }));
}

/** @param {number[]} numbers as they came */
function ranges(numbers) {
  const all = [];
  for (const number of numbers) {
    const last = all.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else all.push([number, number]);
  }
  return all.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(' ') || 'nothing';
}
