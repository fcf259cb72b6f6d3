// How even the nodes are, and what moves to make them so.
import {post, remove} from './api.js';
import {cluster, isPast, moveRate, spread as seen} from './cluster.js';
import {html, redraw} from './dom.js';
import {count, duration, size, when} from './format.js';
import {icon} from './icons.js';
import {complain} from './notices.js';
import {may} from './session.js';

/** The panel; nothing before the balance is known. */
export function balanceView() {
  if (!cluster.balance) {
    return '';
  }
  const {movesInFlight, movesPending, paused, etaSeconds} = cluster.balance;
  // The manager leaves out a node that has only just come, until it takes files; people see its card already.
  const spread = Math.max(cluster.balance.spread, seen());
  const rate = moveRate();
  const moving = movesInFlight + movesPending > 0;
  return html`<section class="card balance" aria-label="Balance">
    <div class="verdict">
      <h2>Balance</h2>
      <p>${verdict(spread, moving, paused)}</p>
    </div>
    <dl class="figures">
      <div><dt>Spread</dt><dd>${count(spread)}<small> ${spread === 1 ? 'file' : 'files'}</small></dd></div>
      <div><dt>Moving now</dt><dd>${count(movesInFlight)}</dd></div>
      <div><dt>Waiting</dt><dd>${count(movesPending)}</dd></div>
      <div><dt>Rate</dt><dd>${moving && rate.files ? html`${rate.files.toFixed(1)}<small> files/s, ${size(rate.bytes)}/s</small>` : '–'}</dd></div>
      <div><dt>Time left</dt><dd>${moving && etaSeconds !== null && etaSeconds !== undefined ? duration(etaSeconds) : '–'}</dd></div>
    </dl>
    ${may('admin') ? html`<button ?disabled=${isPast()} @click=${() => toggle(paused)}>${icon(paused ? 'play' : 'pause')}${paused ? 'Resume moves' : 'Pause moves'}</button>` : ''}
  </section>`;
}

function verdict(spread, moving, paused) {
  if (isPast()) {
    return `As it was at ${when(cluster.readAt)}.`;
  }
  if (paused) {
    return 'Paused: no file moves.';
  }
  return moving ? 'Files are moving.' : spread <= 1 ? 'Even.' : 'Not even; nothing moves now.';
}

async function toggle(paused) {
  try {
    cluster.balance = await (paused ? remove('balance/pause') : post('balance/pause'));
  } catch (failure) {
    complain(paused ? 'Not resumed' : 'Not paused', failure);
  }
  redraw();
}
