// Requests to the manager. The page's own address tells where it is, whatever the context root.
import {encodeName} from './names.js';

/** Where the manager is: the page's address without its name, query and fragment. */
export const BASE = new URL('.', location.origin + location.pathname).href;

const AUTHORIZATION = 'dfs.authorization';

/** What the manager answered instead of what was asked for, in words for people. */
export class Problem extends Error {
  /**
   * @param status of the HTTP answer; 0 where there was none
   * @param body the members of the problem, RFC 9457
   */
  constructor(status, body) {
    super(body.detail ?? body.title ?? `The manager answered with status ${status}.`);
    this.name = 'Problem';
    this.status = status;
    this.code = body.errorCode;
    this.requestId = body.requestId;
    this.body = body;
  }

  /** Whether no answer came at all. */
  get offline() {
    return this.status === 0;
  }
}

/** The problem of a request without an answer. */
export function noAnswer() {
  return new Problem(0, {detail: 'The manager does not answer.'});
}

const listeners = {refused: () => {}, unreachable: () => {}};

/** Has `action` called when credentials are not good (any longer). */
export function onRefused(action) {
  listeners.refused = action;
}

/** Has `action` called when the manager did not answer. */
export function onUnreachable(action) {
  listeners.unreachable = action;
}

/** Tells that the manager did not answer. */
export function unreachable() {
  listeners.unreachable();
}

/** The value of Authorization, or null; kept until the tab is closed. */
export function authorization() {
  return sessionStorage.getItem(AUTHORIZATION);
}

/** Keeps credentials, or forgets them when `value` is null. */
export function authorize(value) {
  if (value === null) {
    sessionStorage.removeItem(AUTHORIZATION);
  } else {
    sessionStorage.setItem(AUTHORIZATION, value);
  }
}

/** The headers that every request carries. */
export function headers() {
  const sent = {'X-Requested-With': 'dfs-console'};
  const credentials = authorization();
  if (credentials) {
    sent.Authorization = credentials;
  }
  return sent;
}

/** The URL of a file's bytes, which only a request with credentials, or a signed link, may read. */
export function fileUrl(name) {
  return `${BASE}file/${encodeName(name)}`;
}

/**
 * Sends a request.
 *
 * @param path below the context root
 * @param options those of fetch; `json` is sent as such
 * @return the answer, whose status is 2xx
 * @throws Problem for any other status, and without an answer
 */
export async function request(method, path, {json, ...options} = {}) {
  const sent = {...headers(), ...options.headers};
  if (json !== undefined) {
    sent['Content-Type'] = 'application/json';
    options.body = JSON.stringify(json);
  }
  let answer;
  try {
    answer = await fetch(BASE + path, {
      ...options, method, headers: sent, credentials: 'omit', cache: 'no-store', redirect: 'error',
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    unreachable();
    throw noAnswer();
  }
  if (!answer.ok) {
    throw problem(answer.status, await answer.text().catch(() => ''));
  }
  return answer;
}

/** The problem of an answer; without credentials that are good, the page has to ask for others. */
export function problem(status, text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    body = {detail: `The manager, or what is in front of it, answered with status ${status}.`};
  }
  if (status === 401) {
    listeners.refused();
  }
  return new Problem(status, body ?? {});
}

/** What a GET of a path answers as JSON. */
export async function get(path, options) {
  return (await request('GET', path, options)).json();
}

/** What a POST of a path answers as JSON; null without a body. */
export async function post(path, json) {
  return jsonOf(await request('POST', path, {json}));
}

/** What a DELETE of a path answers as JSON; null without a body. */
export async function remove(path) {
  return jsonOf(await request('DELETE', path));
}

/** A query for one page of names. */
export function listingPath(parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') {
      query.set(name, value);
    }
  }
  return `file?${query}`;
}

/**
 * The record of a file.
 *
 * @return null where there is none of this name
 */
export async function record(name) {
  const page = await get(listingPath({prefix: name, limit: 1}));
  return page.files[0]?.filename === name ? page.files[0] : null;
}

/** A link by which a file can be read without credentials: below this page's own address. */
export async function link(filename, {expiresIn = 3600, disposition} = {}) {
  const made = await post('link', {filename, expiresIn, ...(disposition && {disposition})});
  return {...made, url: fileUrl(filename) + new URL(made.url).search};
}

async function jsonOf(answer) {
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}
