// The panel of uploads at the edge of the page.
import {html, redraw, repeat} from './dom.js';
import {count, duration, size} from './format.js';
import {icon} from './icons.js';
import {shown} from './names.js';
import {
  cancelAll, clearUploads, isUploading, rate, remaining, retryFailed, summary, totals, uploads,
} from './uploads.js';

/** Of what has ended well, or not begun, this many are listed. */
const MOST = 30;
/** What wants to be looked at. */
const SEEN_FIRST = new Set(['sending', 'failed', 'differs', 'uncompared']);

let folded = false;

/** The panel; nothing while there is no upload. */
export function uploadsView() {
  if (uploads.length === 0) {
    return '';
  }
  const running = isUploading();
  const speed = running ? rate() : 0;
  const eta = remaining(speed);
  return html`<section class="panel uploads" aria-label="Uploads">
    <header>
      <h2>${running ? `Uploading, ${count(totals.waiting + totals.sending)} of ${count(uploads.length)} left` : summary()}</h2>
      ${running ? html`<button class="quiet" @click=${cancelAll}>Cancel all</button>` : ''}
      ${!running && totals.failed > 1 ? html`<button class="quiet" @click=${retryFailed}>Retry all</button>` : ''}
      <button class="quiet square" aria-expanded=${!folded} aria-label="Show the uploads" @click=${fold}>
        <span class=${folded ? 'turned' : ''}>${icon('down')}</span></button>
      ${running ? '' : html`<button class="quiet square" aria-label="Close the uploads" @click=${clearUploads}>${icon('close')}</button>`}
    </header>
    ${running ? html`<progress max=${Math.max(1, totals.bytes)} .value=${totals.sent} aria-label="All uploads"></progress>
      <p class="rate">${size(totals.sent)} of ${size(totals.bytes)}${speed ? ` · ${size(speed)}/s` : ''}${
        eta === null ? '' : ` · ${duration(eta)} left`}</p>` : ''}
    ${folded ? '' : html`<ul>${repeat(listed(), (u) => u.id, row)}</ul>`}
  </section>`;
}

function fold() {
  folded = !folded;
  redraw();
}

/** Those on their way and those that are not there, then some of the others. */
function listed() {
  const first = [];
  const others = [];
  for (const upload of uploads) {
    if (SEEN_FIRST.has(upload.state)) {
      first.push(upload);
    } else if (others.length < MOST && upload.state === 'waiting') {
      others.push(upload);
    }
  }
  for (let i = uploads.length - 1; i >= 0 && others.length < MOST; i--) {
    if (uploads[i].isOver && !SEEN_FIRST.has(uploads[i].state)) {
      others.push(uploads[i]);
    }
  }
  return [...first.slice(0, 200), ...others];
}

function row(upload) {
  const {name, file, state, sent} = upload;
  return html`<li class=${state}>
    <div class="what">
      ${shown(name)}
      <small>${told(upload)}</small>
      ${state === 'sending' ? html`<progress max=${Math.max(1, file.size)} .value=${sent} aria-label="Progress of ${name}"></progress>` : ''}
    </div>
    ${upload.canRetry
      ? html`<button class="quiet square" aria-label="Retry ${name}" @click=${() => upload.retry()}>${icon('retry')}</button>` : ''}
    ${upload.isOver ? '' : html`<button class="quiet square" aria-label="Cancel ${name}" @click=${() => upload.cancel()}>${icon('close')}</button>`}
    ${state === 'done' || state === 'present' ? icon('check') : ''}
  </li>`;
}

function told({state, file, sent, failure, startedAt, tries, comparing}) {
  switch (state) {
    case 'waiting':
      return `${size(file.size)}, waiting`;
    case 'sending': {
      if (comparing) {
        return 'Comparing with the file of this name that is there';
      }
      const speed = sent / ((performance.now() - startedAt) / 1000);
      const again = tries > 1 ? `try ${tries} · ` : '';
      return `${again}${size(sent)} of ${size(file.size)}${sent ? ` · ${size(speed)}/s` : ''}`;
    }
    case 'done':
      return size(file.size);
    case 'cancelled':
      return 'Cancelled';
    case 'present':
      return 'There already, the same';
    case 'differs':
      return 'Another file of this name is there. Names are never overwritten: delete it first, or rename yours.';
    case 'uncompared':
      return 'A file of this name and size is there; not compared';
    default:
      return failure.message;
  }
}
