import { App } from './app.js';

const app = new App(document, new URL('.', location.href).href);
app.start(new URLSearchParams(location.search));

// For the browser's console and for tests: parley.session.connection.drop() loses the connection without a goodbye.
Object.assign(globalThis, { parley: app });
