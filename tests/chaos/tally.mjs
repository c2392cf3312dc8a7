/**
 * What became of numbered messages. A member's stay lasts from a welcome to the next: within one, what each sender sent
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
    let highest = 0;
    for (const { number, late } of came) {
      if (had.has(number)) sum.duplicated++;
      else if (number < highest) sum.reordered++;
      had.add(number);
      highest = Math.max(highest, number);
      sum.slowest = Math.max(sum.slowest, late);
    }
    // Who was there from the beginning gets everything from the first; who is there at the end, everything to the last.
    const first = index === 0 ? 1 : (came[0]?.number ?? sent + 1);
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
