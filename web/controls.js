/**
 * The buttons below the stage.
 *
 * @typedef {import('./app.js').App} App
 * @typedef {import('./status.js').State} State
 */

/** Where focus goes when its button is gone, the first that is there. */
const nextInFocus = ['hangup', 'cancel-search', 'call', 'find'];

/**
 * @param {Document} document
 * @param {App} app
 */
export function listenToControls(document, app) {
  const { media } = app;
  /** @type {Record<string, () => void>} */
  const actions = {
    call: () => (app.desk ? app.desk.call('video') : app.call()),
    'call-audio': () => app.desk?.call('audio'),
    hangup: () => app.calls?.hangUp(),
    find: () => app.desk?.find(),
    'cancel-search': () => app.desk?.cancel(),
    next: () => app.desk?.next(),
    microphone: () => media.toggle('audio'),
    camera: () => media.toggle('video'),
    screen: () => void media.toggleScreen(),
    'office-action': () => app.office?.act(),
    'zoom-in': () => app.office?.view?.zoom(1.25),
    'zoom-out': () => app.office?.view?.zoom(0.8),
  };
  for (const [id, action] of Object.entries(actions)) button(document, id).onclick = action;
}

/**
 * @param {Document} document
 * @param {App} app
 * @param {State} state
 */
export function updateControls(document, app, state) {
  const { setup, calls, desk, media } = app;
  const { isRoom, isMatched, isWorld } = setup.chosen;
  const target = setup.target.value.trim();
  const busy = Boolean(calls?.joined || calls?.active.size);
  const match = desk?.client.match ?? null;
  const searching = Boolean(desk?.client.searching);
  const focused = document.activeElement;
  /** @type {Record<string, boolean>} */
  const shown = {
    microphone: !isMatched || busy,
    camera: !isMatched || busy,
    screen: (!isMatched || busy) && Boolean(navigator.mediaDevices?.getDisplayMedia),
    call: !busy && !isWorld && (!isMatched || match !== null),
    'call-audio': !busy && match !== null,
    hangup: busy && !isWorld,
    'office-action': Boolean(app.office?.action),
    find: Boolean(desk) && !match && !searching,
    'cancel-search': searching,
    next: match !== null,
  };
  for (const [id, show] of Object.entries(shown)) button(document, id).hidden = !show;
  const mayCall = app.online && state !== 'ringing' && (isRoom || isMatched || target !== '');
  button(document, 'call').disabled = button(document, 'call-audio').disabled = !mayCall;
  button(document, 'find').disabled = !app.online;
  const label = /** @type {HTMLElement} */ (button(document, 'call').querySelector('span'));
  label.textContent = isMatched ? 'Video call' : isRoom ? 'Join the call' : `Call ${target}`;
  if (focused instanceof HTMLButtonElement && focused.hidden) focusNext(document);
  button(document, 'office-action').textContent = app.office?.action ?? '';
  button(document, 'microphone').disabled = app.office?.isMuted ?? false;
  const pressed = { microphone: media.wanted.audio, camera: media.wanted.video, screen: media.sharesScreen };
  for (const [id, on] of Object.entries(pressed)) button(document, id).ariaPressed = String(on);
}

/** @param {Document} document */
function focusNext(document) {
  nextInFocus.map(id => button(document, id)).find(({ hidden, disabled }) => !hidden && !disabled)?.focus();
}

/**
 * @param {Document} document
 * @param {string} id
 */
function button(document, id) {
  return /** @type {HTMLButtonElement} */ (document.querySelector(`#${id}`));
}
