// How even the nodes are, and what moves to make them so.
import {post, remove} from './api.js';
import {cluster, moveRate} from './cluster.js';
import {html, redraw} from './dom.js';
import {count, duration, size} from './format.js';
import {icon} from './icons.js';
import {complain} from './notices.js';
import {may} from './session.js';

/** The panel; nothing before the balance is known. */
export function balanceView() {
  if (!cluster.balance) {
    return '';
  }
  const {spread, movesInFlight, movesPending, paused, etaSeconds} = cluster.balance;
  const rate = moveRate();
  const moving = movesInFlight + movesPending > 0;
  return html`<section class="card balance" aria-label="Balance">
    <div class="verdict">
      <h2>Balance</h2>
      <p>${paused ? 'Paused: no file moves.' : moving ? 'Files are moving.' : spread <= 1 ? 'Even.' : 'Nothing moves.'}</p>
    </div>
    <dl class="figures">
      <div><dt>Spread</dt><dd>${count(spread)}<small> ${spread === 1 ? 'file' : 'files'}</small></dd></div>
      <div><dt>Moving now</dt><dd>${count(movesInFlight)}</dd></div>
      <div><dt>Waiting</dt><dd>${count(movesPending)}</dd></div>
      <div><dt>Rate</dt><dd>${rate.files ? html`${rate.files.toFixed(1)}<small> files/s, ${size(rate.bytes)}/s</small>` : '–'}</dd></div>
      <div><dt>Left</dt><dd>${moving && etaSeconds !== null && etaSeconds !== undefined ? duration(etaSeconds) : '–'}</dd></div>
    </dl>
    ${may('admin') ? html`<button @click=${() => toggle(paused)}>${icon(paused ? 'play' : 'pause')}${paused ? 'Resume moves' : 'Pause moves'}</button>` : ''}
  </section>`;
}

async function toggle(paused) {
  try {
    cluster.balance = await (paused ? remove('balance/pause') : post('balance/pause'));
  } catch (failure) {
    complain(paused ? 'Not resumed' : 'Not paused', failure);
  }
  redraw();
}
