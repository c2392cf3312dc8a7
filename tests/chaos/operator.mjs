import { createHmac } from 'node:crypto';

/** What the operator of the cluster may do: give out tokens, and make what is to be there before anybody comes. */
export class Operator {
  /** @param {{url: string, key: string, admin: string}} options */
  constructor({ url, key, admin }) {
    this.url = url;
    this.key = key;
    this.admin = admin;
  }

  /** A token (RFC 7519) that is good for an hour. @param {string} sub @param {object} [claims] */
  token(sub, claims = {}) {
    const encode = part => Buffer.from(JSON.stringify(part)).toString('base64url');
    const body = { ...claims, sub, exp: Math.floor(Date.now() / 1000) + 3600 };
    const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(body)}`;
    return `${signed}.${createHmac('sha256', this.key).update(signed).digest('base64url')}`;
  }

  /** @param {'POST' | 'PUT'} method @param {string} path @param {object} body */
  async ask(method, path, body) {
    const headers = { 'X-Api-Key': this.admin, 'Content-Type': 'application/json' };
    const answer = await fetch(this.url + path, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
}
