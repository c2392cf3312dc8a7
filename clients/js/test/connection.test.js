import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import WebSocket from 'ws';
import { Connection } from '../connection.js';
import { event, listen, record, until } from './server.js';

const quick = { WebSocket, minDelay: 20, maxDelay: 40, random: () => 0.5 };
const open = [];
afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

/** A server and a connection to it whose handshake succeeds at once, while `handshake.works`. */
async function start(onConnection, options, handshake = { works: true }) {
  const server = await listen(onConnection);
  const connection = new Connection(server.url, { ...quick, ...options });
  connection.on('open', () => handshake.works && connection.ready());
  open.push(connection, server);
  return { server, connection };
}

/** Collects what arrives at a socket, parsed. */
function inbox(socket, messages = []) {
  socket.on('message', data => messages.push(JSON.parse(data)));
  return messages;
}

test('sends and receives JSON', async () => {
  const { connection } = await start(socket => socket.on('message', data => socket.send(data.toString())));
  connection.open();
  await event(connection, 'open');
  const echoed = event(connection, 'message');
  assert.equal(connection.send({ hello: 'world' }), true);
  assert.deepEqual(await echoed, { hello: 'world' });
});

test('a frame that is no JSON object is reported, and the connection lives', async () => {
  const { connection } = await start(socket => ['{', 'null', '1', '{"ok":1}'].forEach(text => socket.send(text)));
  const malformed = record(connection, 'malformed');
  connection.open();
  assert.deepEqual(await event(connection, 'message'), { ok: 1 });
  assert.deepEqual(malformed, ['{', 'null', '1']);
});

for (const code of [1008, 4400, 4401, 4403, 4409])
  test(`close ${code}: it stays closed`, async () => {
    const { connection, server } = await start(socket => socket.close(code, 'because'));
    const retries = record(connection, 'retry');
    connection.open();
    assert.deepEqual(await event(connection, 'close'), { code, reason: 'because', unsent: 0 });
    await new Promise(resolve => setTimeout(resolve, 60));
    assert.equal(server.sockets.length, 1);
    assert.deepEqual(retries, []);
    assert.equal(connection.state, 'closed');
    assert.equal(connection.send({}), false);
  });

for (const code of [1001, 4408, 4503])
  test(`close ${code}: it comes back`, async () => {
    const { connection, server } = await start();
    connection.open();
    await until(() => connection.state === 'ready' && server.sockets.length === 1);
    const retry = event(connection, 'retry');
    server.sockets[0].close(code);
    assert.deepEqual({ ...(await retry), reason: '' }, { attempt: 1, delay: 10, code, reason: '' });
    await until(() => server.sockets.length === 2 && connection.state === 'ready');
  });

test('an abrupt end (1006): it comes back', async () => {
  const { connection, server } = await start();
  connection.open();
  await until(() => server.sockets.length === 1);
  server.sockets[0].terminate();
  assert.equal((await event(connection, 'retry')).code, 1006);
  await until(() => server.sockets.length === 2);
});

test('close 4429: it comes back, but not soon', async () => {
  const { connection } = await start(socket => socket.close(4429));
  connection.open();
  const { delay } = await event(connection, 'retry');
  assert.ok(delay >= 10_000, `${delay}`);
});

test('an address that never worked is given up after some attempts', async () => {
  const never = { works: false };
  const { connection, server } = await start(socket => socket.terminate(), { maxFirstAttempts: 3 }, never);
  const retries = record(connection, 'retry');
  connection.open();
  assert.equal((await event(connection, 'close')).code, 1006);
  assert.equal(server.sockets.length, 3);
  assert.deepEqual(retries.map(({ delay }) => delay), [10, 20]);
});

test('one that worked once is tried for ever, and the wait starts over after a success', async () => {
  const handshake = { works: true };
  const refuse = socket => handshake.works || socket.terminate();
  const { connection, server } = await start(refuse, { maxFirstAttempts: 2 }, handshake);
  connection.open();
  await until(() => connection.state === 'ready');
  const retries = record(connection, 'retry');
  handshake.works = false;
  server.sockets[0].terminate();
  await until(() => retries.length >= 5);
  handshake.works = true;
  await until(() => connection.state === 'ready');
  const before = retries.length;
  server.sockets.at(-1).terminate();
  await until(() => retries.length > before);
  assert.equal(retries.at(-1).attempt, 1);
});

test('a handshake that does not end in time counts as a lost connection', async () => {
  const { connection, server } = await start(undefined, { handshakeTimeout: 30 }, { works: false });
  connection.open();
  assert.match((await event(connection, 'retry')).reason, /in time/);
  await until(() => server.sockets.length >= 2);
});

test('what is sent while away waits, and arrives in order after the handshake', async () => {
  const received = [];
  const { connection } = await start(socket => inbox(socket, received));
  connection.open();
  for (let i = 1; i <= 3; i++) assert.equal(connection.send({ i }), true);
  await until(() => received.length === 3);
  assert.deepEqual(received, [{ i: 1 }, { i: 2 }, { i: 3 }]);
});

test('the handshake goes before what waits', async () => {
  const received = [];
  const server = await listen(socket => inbox(socket, received));
  const connection = new Connection(server.url, quick);
  open.push(connection, server);
  connection.on('open', () => {
    connection.sendNow({ register: true });
    setTimeout(() => connection.ready(), 20);
  });
  connection.open();
  connection.send({ late: 1 });
  await until(() => received.length === 2);
  assert.deepEqual(received, [{ register: true }, { late: 1 }]);
});

test('a full queue refuses by count, says so, and loses nothing it took', async () => {
  const received = [];
  const { connection } = await start(socket => inbox(socket, received), { maxQueued: 2 });
  const overflows = record(connection, 'overflow');
  connection.open();
  assert.deepEqual([1, 2, 3].map(i => connection.send({ i })), [true, true, false]);
  assert.deepEqual(overflows, [{ message: { i: 3 }, queued: 2, bytes: 14 }]);
  await until(() => received.length === 2);
  assert.deepEqual(received, [{ i: 1 }, { i: 2 }]);
});

test('a full queue refuses by bytes', async () => {
  const { connection } = await start(undefined, { maxQueuedBytes: 40 });
  const overflows = record(connection, 'overflow');
  connection.open();
  assert.equal(connection.send({ text: 'x'.repeat(20) }), true);
  assert.equal(connection.send({ text: 'x'.repeat(20) }), false);
  assert.equal(connection.send({}), true);
  assert.equal(overflows.length, 1);
});

test('closing for good tells how many messages went with it', async () => {
  const { connection } = await start();
  connection.open();
  connection.send({});
  connection.send({});
  const closed = event(connection, 'close');
  connection.close();
  assert.deepEqual(await closed, { code: 1000, reason: '', unsent: 2 });
});

test('drop abandons a silent socket and comes back', async () => {
  const { connection, server } = await start();
  connection.open();
  await until(() => connection.state === 'ready');
  connection.drop('silent');
  assert.equal(connection.state, 'waiting');
  await until(() => connection.state === 'ready' && server.sockets.length === 2);
});

test('the address is asked anew at each attempt, and its failure is a failed attempt', async () => {
  const paths = [];
  const server = await listen((_, request) => paths.push(request.url));
  let count = 0;
  const connection = new Connection(async () => {
    if (++count === 1) throw new Error('no token yet');
    return `${server.url}/${count}`;
  }, quick);
  open.push(connection, server);
  connection.on('open', () => connection.ready());
  connection.open();
  assert.equal((await event(connection, 'retry')).reason, 'no token yet');
  await until(() => connection.state === 'ready');
  connection.drop();
  await until(() => connection.state === 'ready');
  assert.deepEqual(paths, ['/2', '/3']);
});

test('it can be opened again after it was closed', async () => {
  const { connection, server } = await start();
  connection.open();
  await until(() => connection.state === 'ready');
  connection.close();
  connection.open();
  await until(() => connection.state === 'ready' && server.sockets.length === 2);
});
