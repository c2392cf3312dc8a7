import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import WebSocket from 'ws';
import { Connection } from '../connection.js';
import { event, listen, record, until } from './server.js';

const quick = { WebSocket, minDelay: 10, maxDelay: 20, random: () => 0.5 };
const open = [];
afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

/**
 * A server of one session, as docs/resume.md has it: the first message of a connection is the handshake. `drop` ends the
 * connection; `lose` lets that many messages of the client vanish with it.
 */
async function startServer({ log = 100 } = {}) {
  const state = { sent: [], received: [], token: '', tokens: 0, answers: [], socket: null, losing: false, rejects: false };
  const answer = hello => {
    const known = hello.resume !== '' && hello.resume === state.token && !state.rejects;
    const { length } = state.sent;
    const covered = hello.seq <= length && hello.seq >= length - log;
    state.token = `token-${++state.tokens}`;
    if (!known) {
      [state.sent, state.received] = [[], []];
      return { result: hello.resume ? 'rejected' : 'begun', token: state.token, seq: 0, received: 0, grace: 30 };
    }
    const received = state.received.length;
    return covered
      ? { result: 'resumed', token: state.token, seq: hello.seq, received, grace: 30 }
      : { result: 'snapshot', token: state.token, seq: length, received, grace: 30, reason: 'messages' };
  };
  const server = await listen(socket => {
    let greeted = false;
    socket.on('message', data => {
      const message = JSON.parse(data);
      if (greeted) return state.losing || state.received.push(message);
      greeted = true;
      const said = answer(message.hello);
      state.answers.push({ ...message.hello, result: said.result });
      state.socket = socket;
      socket.send(JSON.stringify({ welcome: said }));
      for (const text of state.sent.slice(said.seq)) socket.send(text);
    });
  });
  open.push(server);
  return {
    url: server.url,
    state,
    tell(message) {
      state.sent.push(JSON.stringify(message));
      if (state.socket?.readyState === WebSocket.OPEN) state.socket.send(state.sent.at(-1));
    },
    drop() {
      state.socket.terminate();
      state.losing = false;
    },
  };
}

function connect(server, options) {
  const connection = new Connection(server.url, { ...quick, ...options });
  open.push(connection);
  const heard = [];
  connection.on('open', () => connection.sendNow({ hello: connection.resumeRequest }));
  connection.on('message', message => ('welcome' in message ? connection.ready(message.welcome) : heard.push(message.n)));
  connection.open();
  return { connection, heard, answers: record(connection, 'resumed') };
}

const ready = connection => until(() => connection.state === 'ready');
const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test('what either side missed arrives once and in order', async () => {
  const server = await startServer();
  const { connection, heard, answers } = connect(server);
  await ready(connection);
  for (const n of numbers(1, 3)) connection.send({ n });
  for (const n of numbers(1, 3)) server.tell({ n });
  await until(() => server.state.received.length === 3 && heard.length === 3);

  server.state.losing = true;
  for (const n of numbers(4, 6)) connection.send({ n });
  const retry = event(connection, 'retry');
  server.drop();
  for (const n of numbers(4, 6)) server.tell({ n });
  await retry;
  for (const n of numbers(7, 8)) connection.send({ n });
  await until(() => answers.length === 2);
  connection.send({ n: 9 });
  server.tell({ n: 7 });

  await until(() => server.state.received.length === 9 && heard.length === 7);
  assert.deepEqual(server.state.received.map(({ n }) => n), numbers(1, 9));
  assert.deepEqual(heard, numbers(1, 7));
  assert.deepEqual(answers.map(({ result, lost }) => [result, lost]), [['begun', 0], ['resumed', 0]]);
  assert.deepEqual(server.state.answers[1], { resume: 'token-1', seq: 3, result: 'resumed' });
});

test('again and again, each time with the next token', async () => {
  const server = await startServer();
  const { connection, heard } = connect(server);
  for (let round = 1; round <= 5; round++) {
    await ready(connection);
    server.tell({ n: round });
    connection.send({ n: round });
    await until(() => heard.length === round && server.state.received.length === round);
    const retry = event(connection, 'retry');
    server.drop();
    await retry;
  }
  await ready(connection);
  assert.deepEqual(heard, numbers(1, 5));
  assert.deepEqual(server.state.received.map(({ n }) => n), numbers(1, 5));
  assert.deepEqual(server.state.answers.map(({ resume }) => resume), ['', ...numbers(1, 5).map(n => `token-${n}`)]);
});

test('a snapshot: what the server had not is sent again, and counting goes on from its number', async () => {
  const server = await startServer({ log: 2 });
  const { connection, heard, answers } = connect(server);
  await ready(connection);
  server.state.losing = true;
  connection.send({ n: 1 });
  server.drop();
  for (const n of numbers(1, 5)) server.tell({ n });
  await until(() => answers.length === 2);
  server.tell({ n: 6 });
  await until(() => heard.length === 1 && server.state.received.length === 1);
  server.drop();
  await until(() => answers.length === 3);
  assert.deepEqual(heard, [6]);
  assert.deepEqual(answers.map(({ result, again }) => [result, again]), [['begun', 0], ['snapshot', 1], ['resumed', 0]]);
  assert.equal(server.state.answers[2].seq, 6);
});

test('rejected: nothing is sent again, and its number is told', async () => {
  const server = await startServer();
  const { connection, answers } = connect(server);
  await ready(connection);
  server.state.losing = server.state.rejects = true;
  connection.send({ n: 1 });
  server.drop();
  await until(() => answers.length === 2);
  connection.send({ n: 2 });
  await until(() => server.state.received.length === 1);
  assert.deepEqual(server.state.received, [{ n: 2 }]);
  assert.deepEqual([answers[1].result, answers[1].again, answers[1].lost], ['rejected', 0, 1]);
});

test('an answered ping says that the server has what went before', async () => {
  const server = await startServer();
  const { connection, answers } = connect(server, { maxKept: 3 });
  await ready(connection);
  for (const n of numbers(1, 3)) connection.send({ n });
  connection.ping({ n: 4 });
  await until(() => server.state.received.length === 4);
  connection.ponged();
  server.state.losing = true;
  for (const n of numbers(5, 7)) connection.send({ n });
  server.drop();
  await until(() => server.state.received.length === 7);
  assert.deepEqual(server.state.received.map(({ n }) => n), numbers(1, 7));
  assert.equal(answers[1].lost, 0);
});

test('what is more than is kept is told as lost', async () => {
  const server = await startServer();
  const { connection, answers } = connect(server, { maxKept: 2 });
  await ready(connection);
  server.state.losing = true;
  for (const n of numbers(1, 5)) connection.send({ n });
  server.drop();
  await until(() => server.state.received.length === 2);
  assert.deepEqual(server.state.received.map(({ n }) => n), [4, 5]);
  assert.deepEqual([answers[1].again, answers[1].lost], [2, 3]);
});

test('what does not count is not sent again, and not counted when it comes', async () => {
  const server = await startServer();
  const { connection } = connect(server, { counts: ({ live }) => !live });
  await ready(connection);
  server.state.socket.send('{"live":true}');
  server.tell({ n: 1 });
  await until(() => connection.resumeRequest.seq === 1);
  server.state.losing = true;
  connection.send({ live: true });
  connection.send({ n: 1 });
  server.drop();
  await until(() => server.state.received.length === 1);
  assert.deepEqual(server.state.received, [{ n: 1 }]);
  assert.equal(server.state.answers[1].seq, 1);
});

test('a socket that seems dead is given up with the word for it', async () => {
  const codes = [];
  const server = await listen(socket => socket.on('close', code => codes.push(code)));
  const connection = new Connection(server.url, quick);
  open.push(connection, server);
  connection.on('open', () => connection.ready());
  connection.open();
  await ready(connection);
  connection.drop();
  await until(() => codes.length === 1);
  assert.deepEqual(codes, [4410]);
});

test('turned off, and with a server that does not know it, nothing is said and nothing sent again', async () => {
  const server = await startServer();
  const { connection, answers } = connect(server, { resume: false });
  assert.deepEqual(connection.resumeRequest, {});
  connection.close();
  assert.deepEqual(answers, []);

  const plain = await listen();
  const other = new Connection(plain.url, quick);
  open.push(other, plain);
  other.on('open', () => other.ready());
  other.open();
  await ready(other);
  other.send({ n: 1 });
  plain.sockets[0].terminate();
  await until(() => plain.sockets.length === 2);
  await ready(other);
  assert.deepEqual(other.resumeRequest, { resume: '', seq: 0 });
});
