// Calls of the controls.

let merchant = null;
let token = null;

/** Which merchant the controls are about: its API key, or null for the first. */
export function chooseMerchant(key) {
  merchant = key;
}

/** The control token, where this page is opened from another machine. */
export function useToken(value) {
  token = value;
}

/** What a control refused, in the sandbox's own words. */
export class Refused extends Error {
  constructor(status, error) {
    super(error?.message ?? `HTTP ${status}`);
    this.status = status;
    this.code = error?.code;
  }
}

/** Calls a control and returns its answer. */
export async function control(method, path, body) {
  const url = new URL(`/_sandbox${path}`, location.href);
  if (merchant !== null) url.searchParams.set('merchant', merchant);
  const headers = {};
  if (token !== null) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const answer = await fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const told = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(answer.status, told?.error);
  return told;
}

/** Calls the API itself, as a client would: a token first. Returns the status and the whole answer. */
export async function api(method, path, body) {
  const { api_key: imp_key, api_secret: imp_secret } = await control('GET', '/settings');
  const granted = await call('POST', '/users/getToken', { imp_key, imp_secret });
  return call(method, path, body, granted.answer.response?.access_token);
}

async function call(method, path, body, authorization) {
  const headers = { 'content-type': 'application/json' };
  if (authorization) headers.authorization = authorization;
  const told = await fetch(path, { method, headers, body: JSON.stringify(body) });
  return { status: told.status, answer: await told.json() };
}
