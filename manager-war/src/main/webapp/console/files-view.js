// The view of files: where one is, search, the list.
import {droppedFiles, pickedFiles} from './chosen.js';
import {ask} from './dialogs.js';
import {debounced, html, live, redraw} from './dom.js';
import {filesTable} from './files-table.js';
import {counted} from './format.js';
import {icon} from './icons.js';
import {listing} from './listing.js';
import {shown} from './names.js';
import {complain, viewProblem} from './notices.js';
import {folderHash, go, onRoute, replace, route} from './router.js';
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
    ${viewProblem(listing.failure, () => listing.pages.length ? listing.refresh() : listing.open(route.folder, route.query))}
    ${listing.stale ? html`<p class="stale" role="status">This list has changed meanwhile.
      <button class="quiet" @click=${() => listing.open(route.folder, route.query)}>${icon('retry')}Read it again</button></p>` : ''}
    ${listing.isEmpty ? emptyView() : filesTable()}
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
  return folder ? shown(folder) : 'All files';
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
