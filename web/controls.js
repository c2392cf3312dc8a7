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
    // Being in a live room, or in an office, is being in its call.
    hangup: () => (app.setup.chosen.isLive || app.office ? app.disconnect() : app.calls?.hangUp()),
    sound: () => app.tiles.unsilence(),
    hand: () => app.stage?.toggleHand(),
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
  const { isRoom, isMatched, isWorld, isLive } = setup.chosen;
  const target = setup.target.value.trim();
  const busy = Boolean(calls?.joined || calls?.active.size);
  const match = desk?.client.match ?? null;
  const searching = Boolean(desk?.client.searching);
  const focused = document.activeElement;
  const begun = app.session !== null;
  const sends = isMatched ? busy : !app.stage || app.stage.isPublisher;
  const channel = isLive ? setup.live.channel : '';
  /** @type {Record<string, boolean>} */
  const shown = {
    microphone: sends,
    camera: sends && channel !== 'a2m',
    screen: begun && sends && Boolean(navigator.mediaDevices?.getDisplayMedia) && channel !== 'a2m' && channel !== 'p2m',
    sound: app.tiles.isSilenced,
    hand: Boolean(app.stage?.mayAsk),
    call: begun && !busy && !isWorld && !isLive && (!isMatched || match !== null),
    'call-audio': !busy && match !== null,
    hangup: isWorld ? begun : busy,
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
  if (focused instanceof HTMLButtonElement && focused.hidden) focusNext(document, app);
  button(document, 'office-action').textContent = app.office?.action ?? '';
  button(document, 'microphone').disabled = app.office?.isMuted ?? false;
  const hand = /** @type {HTMLElement} */ (button(document, 'hand').querySelector('span'));
  hand.textContent = app.stage?.raised ? 'Hand raised' : 'Raise hand';
  const end = /** @type {HTMLElement} */ (button(document, 'hangup').querySelector('span'));
  end.textContent = isLive || isWorld ? 'Leave' : 'Hang up';
  button(document, 'hand').ariaPressed = String(app.stage?.raised ?? false);
  const pressed = { microphone: media.wanted.audio, camera: media.wanted.video, screen: media.sharesScreen };
  for (const [id, on] of Object.entries(pressed)) button(document, id).ariaPressed = String(on);
}

/**
 * @param {Document} document
 * @param {App} app
 */
function focusNext(document, app) {
  if (app.office) return app.office.canvas.focus({ preventScroll: true });
  nextInFocus.map(id => button(document, id)).find(({ hidden, disabled }) => !hidden && !disabled)?.focus();
}

/**
 * @param {Document} document
 * @param {string} id
 */
function button(document, id) {
  return /** @type {HTMLButtonElement} */ (document.querySelector(`#${id}`));
}
