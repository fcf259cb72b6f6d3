// Who is signed in, what they may do, and how one signs in.
import {authorization, authorize, get, onRefused, post, BASE, Problem} from './api.js';
import {redraw} from './dom.js';
import {replace} from './router.js';

const ROLES = ['reader', 'writer', 'admin'];
const OIDC = 'dfs.oidc';

/** What GET /session told, `state` and why the last try to sign in failed. */
export const session = {state: 'loading', role: null, who: null, signIn: [], failure: null};

/** Whether the role of who is signed in includes `role`. */
export function may(role) {
  return ROLES.indexOf(session.role) >= ROLES.indexOf(role);
}

/** Asks the manager who this is. Repeated by the caller where there was no answer. */
export async function loadSession() {
  try {
    take(await get('session'));
  } catch (failure) {
    if (failure.status === 401) {
      authorize(null);
      take(await get('session'));
      session.failure = failure;
    } else {
      throw failure;
    }
  }
}

function take(told) {
  Object.assign(session, {who: null, role: null, means: null, signIn: [], oidc: null}, told);
  session.state = session.role ? 'in' : 'out';
  if (session.role) {
    session.failure = null;
  }
  redraw();
}

/** Signs in with a token. */
export function signInWithToken(token) {
  return signIn(`Bearer ${token.trim()}`);
}

/** Signs in with a user's password. */
export function signInWithPassword(user, password) {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return signIn(`Basic ${btoa(String.fromCharCode(...bytes))}`);
}

async function signIn(credentials) {
  session.failure = null;
  authorize(credentials);
  try {
    const told = await get('session');
    if (!told.role) {
      throw new Problem(403, {detail: 'These credentials have no role here. Ask an administrator for one.'});
    }
    take(told);
  } catch (failure) {
    authorize(null);
    session.state = 'out';
    session.failure = failure;
    redraw();
  }
}

/** Forgets the credentials, and everything that the page knows. */
export function signOut() {
  authorize(null);
  location.reload();
}

onRefused(() => {
  if (session.state === 'in' && authorization()) {
    authorize(null);
    session.state = 'out';
    session.role = null;
    session.failure = new Problem(401, {detail: 'Your credentials are not good any longer. Sign in again.'});
    redraw();
  }
});

/** Leaves for the issuer's page: authorization code with PKCE, RFC 7636. */
export async function signInWithOidc() {
  const verifier = random();
  const state = random();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  sessionStorage.setItem(OIDC, JSON.stringify({verifier, state, hash: location.hash}));
  const to = new URL(session.oidc.authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: session.oidc.clientId,
    redirect_uri: BASE,
    scope: session.oidc.scope,
    state,
    code_challenge: base64Url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  };
  Object.entries(parameters).forEach(([name, value]) => to.searchParams.set(name, value));
  location.assign(to);
}

/** Ends what signInWithOidc began, when the issuer has sent the browser back here. */
export async function returnFromIssuer() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('state')) {
    return;
  }
  const begun = JSON.parse(sessionStorage.getItem(OIDC) ?? '{}');
  sessionStorage.removeItem(OIDC);
  replace(location.pathname + (begun.hash ?? ''));
  try {
    if (answer.get('state') !== begun.state) {
      throw new Problem(401, {detail: 'The answer of the sign-in page was not for this tab. Sign in again.'});
    }
    if (!answer.has('code')) {
      const reason = answer.get('error_description') ?? answer.get('error') ?? 'no reason given';
      throw new Problem(401, {detail: `The sign-in page refused: ${reason}`});
    }
    const token = await post('session/oidc', {
      code: answer.get('code'), codeVerifier: begun.verifier, redirectUri: BASE,
    });
    await signIn(`Bearer ${token.accessToken}`);
  } catch (failure) {
    session.failure = failure;
  }
}

function random() {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64Url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
