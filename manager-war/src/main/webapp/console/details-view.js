// One file: what it is, a look at it, and what can be done with it.
import {link, record, request} from './api.js';
import {deleteFile} from './delete-dialogs.js';
import {closeButton, clickedBeside, opened} from './dialogs.js';
import {html, keyed, redraw, ref} from './dom.js';
import {copyLink, download} from './downloads.js';
import {count, exact, size} from './format.js';
import {icon} from './icons.js';
import {listing} from './listing.js';
import {encodeName, lastSegment, shown} from './names.js';
import {problemView} from './notices.js';
import {folderHash, go, onRoute, route} from './router.js';
import {may} from './session.js';

const MOST_TEXT = 256 * 1024;
const IMAGES = /^image\/(png|jpeg|gif|webp|avif)$/;
const TEXT = /^(text\/|application\/(json|xml|javascript|yaml|x-sh|toml|sql)|.*\+(json|xml)$)/;
const LIVES = [[600, '10 minutes'], [3600, '1 hour'], [86_400, '1 day'], [604_800, '7 days']];

/** What is known of the file that is looked at. */
let looked = null;
let life = 3600;

/** Looks at the file that the address names, from now on. */
export function followDetails() {
  onRoute(follow);
  follow(route);
}

function follow({file}) {
  if (file !== looked?.name) {
    looked = file ? {name: file, file: listing.find(file), preview: null, text: null, failure: null, link: null} : null;
    if (looked) {
      look(looked);
    }
  }
}

async function look(at) {
  try {
    at.failure = null;
    const found = await record(at.name);
    if (!found) {
      at.file = null;
      at.failure = new Error('There is no file with this name any longer.');
      return;
    }
    at.file = found;
    redraw();
    await preview(at, kindOf(found));
  } catch (failure) {
    at.failure = failure;
  } finally {
    redraw();
  }
}

function kindOf({contentType, size: bytes}) {
  const type = (contentType ?? '').split(';')[0].trim().toLowerCase();
  if (bytes === 0) {
    return 'empty';
  }
  if (IMAGES.test(type)) {
    return 'image';
  }
  if (/^(audio|video)\//.test(type)) {
    return type.slice(0, 5);
  }
  if (type === 'application/pdf') {
    return 'pdf';
  }
  return TEXT.test(type) ? 'text' : null;
}

async function preview(at, kind) {
  if (kind === 'text') {
    const answer = await request('GET', `file/${encodeName(at.name)}`, {headers: {Range: `bytes=0-${MOST_TEXT - 1}`}});
    at.text = new TextDecoder().decode(await answer.arrayBuffer());
  } else if (kind && kind !== 'empty') {
    at.url = (await link(at.name, {expiresIn: 86_400})).url;
  }
  at.preview = kind;
}

function close() {
  go(folderHash(route.folder, route.query));
}

/** The dialog, while a file is looked at. */
export function detailsView() {
  if (!looked) {
    return '';
  }
  const {name, file, failure} = looked;
  return keyed(name, html`<dialog class="details" aria-labelledby="details" ${ref(opened)}
      @close=${() => looked && close()} @click=${clickedBeside(close)}>
    <div class="heading"><h2 id="details">${shown(lastSegment(name))}</h2>${closeButton(close)}</div>
    ${failure ? problemView(failure, () => look(looked)) : ''}
    ${file ? html`
      ${previewView()}
      <div class="doing">
        <button class="primary" @click=${() => download(name)}>${icon('download')}Download</button>
        ${looked.url ? html`<a class="button" href=${looked.url} target="_blank" rel="noopener">${icon('open')}Open</a>` : ''}
        <span class="link">
          <button @click=${makeLink}>${icon('link')}Copy link</button>
          <label>good for <select @change=${(e) => (life = Number(e.target.value))}>${LIVES.map(([seconds, words]) =>
            html`<option value=${seconds} ?selected=${seconds === life}>${words}</option>`)}</select></label>
        </span>
        ${may('writer') ? html`<button class="danger-text" @click=${deleteThis}>${icon('trash')}Delete</button>` : ''}
      </div>
      ${looked.link ? html`<label class="field">Link<input readonly .value=${looked.link} @focus=${(e) => e.target.select()}></label>` : ''}
      <dl>
        <div><dt>Name</dt><dd>${shown(name)}</dd></div>
        <div><dt>Size</dt><dd>${size(file.size)}${file.size >= 1024 ? html` <span class="muted">(${count(file.size)} bytes)</span>` : ''}</dd></div>
        <div><dt>Type</dt><dd>${file.contentType ?? '…'}</dd></div>
        <div><dt>Created</dt><dd>${exact(file.createdAt)}</dd></div>
        <div><dt>Node</dt><dd>${file.node}</dd></div>
        <div><dt>SHA-256</dt><dd class="code">${file.sha256 ?? '…'}</dd></div>
      </dl>` : ''}
  </dialog>`);
}

function previewView() {
  const {preview: kind, url, text, name, file} = looked;
  switch (kind) {
    case 'image':
      return html`<div class="preview"><img src=${url} alt="Preview of ${lastSegment(name)}"></div>`;
    case 'audio':
      return html`<div class="preview"><audio src=${url} controls preload="metadata" aria-label=${lastSegment(name)}></audio></div>`;
    case 'video':
      return html`<div class="preview"><video src=${url} controls preload="metadata" aria-label=${lastSegment(name)}></video></div>`;
    case 'pdf':
      return html`<div class="preview"><iframe src=${url} title="Preview of ${lastSegment(name)}"></iframe></div>`;
    case 'text':
      return html`<div class="preview"><pre tabindex="0" role="region" aria-label="The text">${text}</pre>${
        file.size > MOST_TEXT ? html`<small>The first ${size(MOST_TEXT)} of ${size(file.size)}</small>` : ''}</div>`;
    default:
      return '';
  }
}

async function makeLink() {
  const at = looked;
  at.link = await copyLink(at.name, life);
  redraw();
}

async function deleteThis() {
  if (await deleteFile(looked.name)) {
    close();
  }
}
