import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const packaged = name => dirname(require.resolve(`${name}/package.json`));
const vendored = fileURLToPath(new URL('../../../web/vendor', import.meta.url));

// See docs/decisions/0008-socket-io-client.md and 0010-hls-js.md.
const files = {
  'socket.io.esm.min.js': ['socket.io-client', 'dist/socket.io.esm.min.js'],
  'socket.io.LICENSE.txt': ['socket.io-client', 'LICENSE'],
  'hls.light.min.mjs': ['hls.js', 'dist/hls.light.min.mjs'],
  'hls.LICENSE.txt': ['hls.js', 'LICENSE'],
};
for (const [name, [from, original]] of Object.entries(files))
  test(`the demo's ${name} is npm's, byte for byte`, async () => {
    const [ours, theirs] = await Promise.all([readFile(join(vendored, name)), readFile(join(packaged(from), original))]);
    assert.ok(theirs.length > 1000);
    assert.ok(ours.equals(theirs));
  });

test('the bundle of socket.io says what it is, whose, and under which licence', async () => {
  const [header] = (await readFile(join(vendored, 'socket.io.esm.min.js'), 'utf8')).split('*/');
  const { version } = JSON.parse(await readFile(join(packaged('socket.io-client'), 'package.json'), 'utf8'));
  assert.match(version, /^4\.8\./);
  assert.match(header, new RegExp(`Socket\\.IO v${version.replaceAll('.', '\\.')}\\n.*Guillermo Rauch\\n.*MIT License`));
});
