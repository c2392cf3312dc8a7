/**
 * What a tab keeps over a reload of its page, and nobody else sees. Where storage is forbidden nothing is kept.
 */

const prefix = 'parley.';

/**
 * @param {string} name
 * @returns {any} null when there is nothing
 */
export function kept(name) {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + name) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {any} value null forgets it
 */
export function keep(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(prefix + name);
    else sessionStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // Forbidden or full: the page works without, only not over a reload.
  }
}
