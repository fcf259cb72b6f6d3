// The view of files: where one is, search, the list.
import {remove} from './api.js';
import {copyLink, download} from './downloads.js';
import {droppedFiles, pickedFiles} from './chosen.js';
import {ask} from './dialogs.js';
import {debounced, guard, html, live, redraw, ref, repeat} from './dom.js';
import {count, counted, exact, size, when} from './format.js';
import {icon, typeIcon} from './icons.js';
import {listing} from './listing.js';
import {encodeName, lastSegment, shown} from './names.js';
import {complain, notify, problemView} from './notices.js';
import {fileHash, folderHash, go, onRoute, replace, route} from './router.js';
import {may} from './session.js';
import {upload} from './uploads.js';

let typed = '';
let dragging = false;

/** Shows what the address says, from now on. */
export function followRoute() {
  onRoute(follow);
  follow(route);
}

function follow(to) {
  if (to.view === 'files' && !listing.is(to.folder, to.query)) {
    typed = to.query;
    listing.open(to.folder, to.query);
  } else if (to.view === 'files' && listing.pages.length === 0 && !listing.loading) {
    listing.open(to.folder, to.query);
  }
}

const search = debounced(() => replace(folderHash(route.folder, typed.trim() && typed)), 180);

/** The view. */
export function filesView() {
  return html`<div class=${dragging ? 'files dragging' : 'files'} @dragenter=${drag} @dragover=${drag} @dragleave=${dragEnd} @drop=${drop}>
    <div class="bar">
      ${crumbs()}
      <div class="tools">
        <label class="search">${icon('search')}
          <input type="search" placeholder=${route.folder ? 'Search in this folder' : 'Search all files'}
            aria-label=${route.folder ? 'Search in this folder' : 'Search all files'}
            autocomplete="off" spellcheck="false" .value=${live(typed)}
            @input=${(e) => { typed = e.target.value; search(); redraw(); }}>
        </label>
        ${may('writer') ? uploadButtons() : ''}
      </div>
    </div>
    ${listing.failure ? problemView(listing.failure, () => listing.pages.length ? listing.refresh() : listing.open(route.folder, route.query)) : ''}
    ${listing.stale ? html`<p class="stale" role="status">This list has changed meanwhile.
      <button class="quiet" @click=${() => listing.open(route.folder, route.query)}>${icon('retry')}Read it again</button></p>` : ''}
    ${listing.isEmpty ? emptyView() : table()}
    <p class="below" aria-live="polite">${listed()}</p>
    ${dragging ? html`<div class="drop-hint" aria-hidden="true">${icon('upload')}Drop to upload to ${place(route.folder)}</div>` : ''}
  </div>`;
}

function crumbs() {
  const segments = route.folder.split('/').slice(0, -1);
  return html`<nav class="crumbs" aria-label="Folder">
    <ol>
      <li>${crumb('', 'All files', segments.length === 0)}</li>
      ${segments.map((segment, i) =>
        html`<li>${crumb(segments.slice(0, i + 1).join('/') + '/', shown(segment), i === segments.length - 1)}</li>`)}
    </ol>
  </nav>`;
}

function crumb(folder, label, current) {
  return current
    ? html`<h1 aria-current="page">${label}</h1>`
    : html`<a href=${folderHash(folder)}>${label}</a>`;
}

function uploadButtons() {
  return html`
    <button aria-label="New folder" @click=${newFolder}>${icon('plus')}<span class="long">New folder</span></button>
    <label class="button">${icon('folder')}<span><span class="long">Upload </span>folder</span>
      <input type="file" id="pick-folder" class="hidden-input" webkitdirectory @change=${picked}></label>
    <label class="button primary">${icon('upload')}<span><span class="long">Upload </span>files</span>
      <input type="file" id="pick-files" class="hidden-input" multiple @change=${picked}></label>`;
}

function emptyView() {
  if (listing.failure) {
    return '';
  }
  if (listing.loading) {
    return html`<div class="empty"><p>Reading…</p></div>`;
  }
  if (route.query) {
    return html`<div class="empty">${icon('search')}<p>No name ${route.folder ? 'in this folder ' : ''}contains “<bdi>${route.query}</bdi>”.</p></div>`;
  }
  return html`<div class="empty">${icon('folder')}<p>No files here yet.</p>
    ${may('writer') ? html`<p class="hint">Drop files or folders anywhere on this page, or choose them above.</p>` : ''}</div>`;
}

function table() {
  const {folders, pages} = listing;
  const writer = may('writer');
  return html`<div class="table" role="table" aria-label="Files" aria-busy=${listing.loading}>
    <div class="head" role="rowgroup"><div class="row" role="row">
      <span role="columnheader">Name</span><span role="columnheader" class="number">Size</span>
      <span role="columnheader">Created</span><span role="columnheader">Node</span>
      <span role="columnheader"><span class="unseen">Actions</span></span>
    </div></div>
    ${folders.length ? html`<div role="rowgroup" class="chunk">${guard([folders, listing.folder], () => repeat(folders, (f) => f, folderRow))}</div>` : ''}
    ${pages.map((page) => page.length ? html`<div role="rowgroup" class="chunk">${guard([page, listing.folder, writer], () =>
      repeat(page, (f) => f.filename, fileRow))}</div>` : '')}
  </div>
  ${listing.next === null ? '' : html`<div class="more"><button ${ref((button) => seen(button))} ?disabled=${listing.loading} @click=${() => listing.more()}>
    ${listing.loading ? 'Reading…' : 'Show more'}</button></div>`}`;
}

function folderRow(folder) {
  return html`<div class="row" role="row">
    <span role="cell" class="main"><a href=${folderHash(folder)}>${icon('folder')}${shown(lastSegment(folder).slice(0, -1))}<span aria-hidden="true">/</span></a></span>
    <span role="cell" class="number"></span><span role="cell"></span><span role="cell"></span><span role="cell"></span>
  </div>`;
}

function fileRow(file) {
  const name = file.filename.slice(listing.folder.length);
  return html`<div class="row" role="row">
    <span role="cell" class="main"><a href=${fileHash(file.filename)}>${typeIcon(file.contentType)}${shown(name)}</a></span>
    <span role="cell" class="number size" title="${count(file.size)} bytes">${size(file.size)}</span>
    <span role="cell" class="time"><time datetime=${file.createdAt} title=${exact(file.createdAt)}>${when(file.createdAt)}</time></span>
    <span role="cell" class="node">${file.node}</span>
    <span role="cell" class="actions">
      <button class="quiet square" aria-label="Download ${name}" title="Download" @click=${() => download(file.filename)}>${icon('download')}</button>
      <button class="quiet square" aria-label="Copy a link to ${name}" title="Copy a link, good for an hour" @click=${() => copyLink(file.filename, 3600)}>${icon('link')}</button>
      ${may('writer') ? html`<button class="quiet square" aria-label="Delete ${name}" title="Delete" @click=${() => deleteFile(file.filename)}>${icon('trash')}</button>` : ''}
    </span>
  </div>`;
}

function listed() {
  if (listing.isEmpty) {
    return '';
  }
  const parts = [];
  if (listing.folders.length) {
    parts.push(counted(listing.folders.length, 'folder'));
  }
  if (listing.count) {
    parts.push(counted(listing.count, 'file'));
  }
  return parts.join(', ') + (listing.next === null ? '' : ', and more');
}

// The next page is read before its button comes into view. The button is looked at anew with each drawing: one that was
// in view before a page came and still is after it is no news to an observer, and nothing more was read.
const ahead = new IntersectionObserver(
  (entries) => entries.some((e) => e.isIntersecting) && !listing.failure && listing.more(), {rootMargin: '1200px'});

function seen(element) {
  ahead.disconnect();
  if (element) {
    ahead.observe(element);
  }
}

/** Asks, and deletes a file. True when it is gone. */
export async function deleteFile(filename) {
  const sure = await ask({
    title: 'Delete this file?',
    text: html`<p>${shown(filename)}</p><p>It cannot be brought back.</p>`,
    action: 'Delete', danger: true,
  });
  if (!sure) {
    return false;
  }
  try {
    await remove(`file/${encodeName(filename)}`);
    listing.drop(filename);
    notify(`Deleted ${lastSegment(filename)}`);
    return true;
  } catch (failure) {
    complain('Not deleted', failure);
    return false;
  } finally {
    redraw();
  }
}

async function newFolder() {
  const name = await ask({
    title: 'New folder',
    text: html`<p>A folder is there as long as a file is in it: upload one next.</p>`,
    field: 'Name', action: 'Open it',
  });
  if (name) {
    go(folderHash(route.folder + name.replace(/^\/+|\/+$/g, '') + '/'));
  }
}

function picked(event) {
  uploadHere(pickedFiles(event.target));
}

function uploadHere(found) {
  upload(found.map(({file, path}) => ({file, name: route.folder + path})));
}

function place(folder) {
  return folder ? shown(folder) : 'the top';
}

function carriesFiles(event) {
  return may('writer') && event.dataTransfer?.types.includes('Files');
}

function drag(event) {
  if (carriesFiles(event)) {
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setDragging(true);
  }
}

function dragEnd(event) {
  if (!event.currentTarget.contains(event.relatedTarget)) {
    setDragging(false);
  }
}

async function drop(event) {
  if (carriesFiles(event)) {
    event.preventDefault();
    setDragging(false);
    try {
      uploadHere(await droppedFiles(event.dataTransfer));
    } catch (failure) {
      complain('What was dropped cannot be read', failure);
    }
  }
}

function setDragging(now) {
  if (dragging !== now) {
    dragging = now;
    redraw();
  }
}
