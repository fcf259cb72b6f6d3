// Short messages at the edge of the page, which screen readers say politely.
import {html, redraw, repeat} from './dom.js';
import {isUp} from './events.js';
import {icon} from './icons.js';

const SHOWN = 6_000;
const MOST = 4;

const notices = [];
let next = 0;
let announced = '';

/** Tells that something was done. `about` is what it was done to: older news of that is over. */
export function notify(text, about) {
  add({text, about, bad: false});
}

/** Tells those who do not see it what the page shows elsewhere. */
export function announce(text) {
  announced = text;
  redraw();
}

/** Tells that something was not done, and why. It stays until it is closed. */
export function complain(what, failure, about) {
  add({text: `${what}: ${failure.message}`, about, requestId: failure.requestId, bad: true});
}

function add(notice) {
  const added = {...notice, id: next++};
  const older = notices.findIndex((n) => n.about !== undefined && n.about === notice.about);
  if (older >= 0) {
    notices.splice(older, 1);
  }
  notices.push(added);
  notices.splice(0, notices.length - MOST);
  if (!notice.bad) {
    setTimeout(() => dismiss(added), SHOWN);
  }
  redraw();
}

function dismiss(notice) {
  const at = notices.indexOf(notice);
  if (at >= 0) {
    notices.splice(at, 1);
    redraw();
  }
}

/** The live region; it is always there, so that readers notice what comes into it. */
export function noticesView() {
  return html`<div class="notices" role="status" aria-live="polite">
    <p class="unseen">${announced}</p>
    ${repeat(notices, (n) => n.id, (n) => html`<div class=${n.bad ? 'notice bad' : 'notice'}>
      ${icon(n.bad ? 'alert' : 'check')}
      <p>${n.text}${n.requestId ? html`<small>Request ${n.requestId}</small>` : ''}</p>
      <button class="quiet square" aria-label="Close this message" @click=${() => dismiss(n)}>${icon('close')}</button>
    </div>`)}
  </div>`;
}

/** Why something is not shown, and a button to try again. */
export function problemView(failure, again) {
  return html`<div class="problem" role="alert">
    ${icon('alert')}
    <div>
      <p>${failure.message}</p>
      ${failure.requestId ? html`<small>Request ${failure.requestId}</small>` : ''}
    </div>
    ${again ? html`<button @click=${again}>${icon('retry')}Try again</button>` : ''}
  </div>`;
}

/** The same above a view, where that the manager does not answer is told once for the whole page. */
export function viewProblem(failure, again) {
  return failure && (isUp() || !failure.offline) ? problemView(failure, again) : '';
}
