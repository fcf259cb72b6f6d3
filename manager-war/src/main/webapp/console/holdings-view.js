// What a node holds: while it is offline, what cannot be read.
import {get} from './api.js';
import {clickedBeside, closeButton, opened} from './dialogs.js';
import {html, keyed, redraw, ref} from './dom.js';
import {count, size} from './format.js';
import {shown} from './names.js';
import {problemView} from './notices.js';
import {fileHash} from './router.js';

const STATES = {missing: 'Missing files of', damaged: 'Damaged files on', unknown: 'Unknown copies on'};

let open = null;

/** Opens the list; `state` is missing, damaged, unknown, or null for all. */
export function openHoldings(node, state) {
  open = {node, state, files: [], next: undefined, loading: false, failure: null};
  more(open);
}

async function more(at) {
  at.loading = true;
  at.failure = null;
  redraw();
  try {
    const query = new URLSearchParams({limit: 200, ...(at.state && {state: at.state}), ...(at.next && {after: at.next})});
    const page = await get(`node/${at.node}/file?${query}`);
    at.files.push(...page.files);
    at.next = page.next ?? null;
  } catch (failure) {
    at.failure = failure;
  }
  at.loading = false;
  redraw();
}

function close() {
  open = null;
  redraw();
}

/** The dialog, while it is open. */
export function holdingsView() {
  if (!open) {
    return '';
  }
  const at = open;
  return keyed(at.node + at.state, html`<dialog class="details" aria-labelledby="holdings" ${ref(opened)}
      @close=${() => open && close()} @click=${clickedBeside(close)}>
    <div class="heading"><h2 id="holdings">${STATES[at.state] ?? 'Files on'} node ${at.node}</h2>${closeButton(close)}</div>
    ${at.failure ? problemView(at.failure, () => more(at)) : ''}
    ${!at.loading && !at.failure && at.files.length === 0 ? html`<p class="muted">None.</p>` : ''}
    <ul class="names" tabindex="0" aria-label="Files">${at.files.map((file) => html`<li>
      <a href=${fileHash(file.filename)} @click=${close}>${shown(file.filename)}</a><span class="muted">${size(file.size)}</span></li>`)}</ul>
    ${at.next ? html`<div class="more"><button ?disabled=${at.loading} @click=${() => more(at)}>${at.loading ? 'Reading…' : `Show more than ${count(at.files.length)}`}</button></div>` : ''}
  </dialog>`);
}
