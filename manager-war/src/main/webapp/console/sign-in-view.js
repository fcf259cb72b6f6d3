// The page for those whom the manager does not know yet.
import {html, redraw} from './dom.js';
import {icon} from './icons.js';
import {problemView} from './notices.js';
import {session, signInWithOidc, signInWithPassword, signInWithToken} from './session.js';

let busy = false;

/** The view: one form for each means that the server is set up for. */
export function signInView() {
  const {signIn, failure, oidc} = session;
  return html`<main class="sign-in" id="main">
    <div class="card">
      <h1>${icon('logo')}Sign in</h1>
      ${failure ? problemView(failure) : ''}
      ${signIn.includes('oidc') && oidc ? html`<button class="primary wide" ?disabled=${busy} @click=${() => during(signInWithOidc())}>
        Sign in with your organisation</button>` : ''}
      ${signIn.includes('basic') ? html`<form @submit=${submitted(({user, password}) => signInWithPassword(user, password))}>
        <label class="field">User<input name="user" required autocomplete="username" autocapitalize="none" spellcheck="false"></label>
        <label class="field">Password<input name="password" type="password" required autocomplete="current-password"></label>
        <button class="primary wide" ?disabled=${busy}>Sign in</button>
      </form>` : ''}
      ${signIn.includes('token') ? html`<form @submit=${submitted(({token}) => signInWithToken(token))}>
        <input name="username" value="token" autocomplete="username" hidden>
        <label class="field">Token<input name="token" type="password" required autocomplete="current-password" spellcheck="false"
          aria-describedby="token-hint"></label>
        <p class="hint" id="token-hint">An administrator makes one with <code>java -jar manager.jar token</code>.</p>
        <button class="primary wide" ?disabled=${busy}>Sign in with a token</button>
      </form>` : ''}
      ${signIn.length === 0 ? html`<p>This manager has no means of signing in, and serves its own machine only.
        Open the console there, or have the manager locked: its README says how.</p>` : ''}
      <p class="hint">What you enter stays in this tab and is forgotten when you close it.</p>
    </div>
  </main>`;
}

function submitted(signIn) {
  return (event) => {
    event.preventDefault();
    during(signIn(Object.fromEntries(new FormData(event.target))));
  };
}

async function during(promise) {
  busy = true;
  redraw();
  await promise.catch((failure) => (session.failure = failure));
  busy = false;
  redraw();
}
