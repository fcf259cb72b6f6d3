// The panel of deletions at the edge of the page: how far they are, and what was not deleted.
import {deletions, forget, isDeleting, retryFailed, stop, summary, total} from './deletions.js';
import {html} from './dom.js';
import {count} from './format.js';
import {icon} from './icons.js';
import {shown} from './names.js';

/** So many failures are listed. */
const MOST = 200;

/** The panel; nothing while nothing is deleted, and nothing failed. */
export function deletionsView() {
  const {waiting, running, failed} = deletions;
  const busy = isDeleting();
  if (!busy && failed.length === 0) {
    return '';
  }
  const all = total();
  const over = all - waiting.length - running;
  return html`<section class="panel deletions" aria-label="Deletions">
    <header>
      <h2>${busy ? `Deleting, ${count(over)} of ${count(all)}` : summary()}</h2>
      ${waiting.length ? html`<button class="quiet" @click=${stop}>Stop</button>` : ''}
      ${busy ? '' : html`<button class="quiet" @click=${retryFailed}>Try again</button>
        <button class="quiet square" aria-label="Close the deletions" @click=${forget}>${icon('close')}</button>`}
    </header>
    ${busy ? html`<progress max=${all} .value=${over} aria-label="Deletions"></progress>` : ''}
    ${failed.length ? html`<ul tabindex="0" aria-label="Not deleted">${failed.slice(0, MOST).map(({name, failure}) => html`<li class="failed">
      <div class="what">${shown(name)}<small>${failure.message}</small></div></li>`)}
      ${failed.length > MOST ? html`<li>and ${count(failed.length - MOST)} more</li>` : ''}</ul>` : ''}
  </section>`;
}
