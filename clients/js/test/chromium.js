// Runs functions inside a headless Chromium, over its debugging protocol: real WebRTC, and no driver to install.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';

const executable = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  path => path && existsSync(path),
);

const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--remote-debugging-port=0',
];

/**
 * @param {{more?: string[]}} [options] `more` flags for Chromium
 * @returns a page that has the client's modules at /client/ and can be asked to evaluate functions
 */
export async function openPage({ more = [] } = {}) {
  if (!executable) throw new Error('No Chromium found: install it, or set CHROMIUM to its path.');
  const files = await serveFiles();
  const profile = await mkdtemp(join(tmpdir(), 'parley-chromium-'));
  const browser = spawn(executable, [...flags, ...more, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const endpoint = await debuggingEndpoint(browser);
  const target = await fetch(`http://${new URL(endpoint).host}/json/new?${files.url}`, { method: 'PUT' });
  const session = await connect((await target.json()).webSocketDebuggerUrl);
  while (!(await session.evaluate(`location.href === '${files.url}' && document.readyState === 'complete'`)))
    await setTimeout(20);
  return {
    evaluate: (fn, ...args) => session.evaluate(`(${fn})(...${JSON.stringify(args)})`),
    /** Another tab comes in front of this one, which is hidden then. */
    hide: () => fetch(`http://${new URL(endpoint).host}/json/new?about:blank`, { method: 'PUT' }),
    async close() {
      session.close();
      browser.kill();
      await new Promise(resolve => browser.once('exit', resolve));
      files.server.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function serveFiles() {
  const folders = { '/client/': new URL('../', import.meta.url), '/test/': new URL('./', import.meta.url) };
  const server = createServer(async (request, response) => {
    const folder = Object.keys(folders).find(prefix => request.url.startsWith(prefix));
    if (!folder) return response.setHeader('content-type', 'text/html').end('<!doctype html><title>test</title>');
    const body = await readFile(fileURLToPath(new URL(basename(request.url), folders[folder]))).catch(() => null);
    response.writeHead(body ? 200 : 404, { 'content-type': 'text/javascript' }).end(body ?? '');
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}

function debuggingEndpoint(browser) {
  return new Promise((resolve, reject) => {
    let log = '';
    browser.stderr.on('data', chunk => {
      log += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(log);
      if (found) resolve(found[1]);
    });
    browser.once('exit', code => reject(new Error(`Chromium ended with ${code}:\n${log}`)));
  });
}

async function connect(url) {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map();
  let last = 0;
  socket.on('message', data => {
    const { id, result, error } = JSON.parse(data);
    waiting.get(id)?.({ result, error });
    waiting.delete(id);
  });
  return {
    async evaluate(expression) {
      const id = ++last;
      const params = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
      const answer = new Promise(resolve => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
      const { result, error } = await answer;
      if (error) throw new Error(error.message);
      const failure = result.exceptionDetails;
      if (failure) throw new Error(failure.exception?.description ?? failure.text);
      return result.result.value;
    },
    close: () => socket.close(),
  };
}
