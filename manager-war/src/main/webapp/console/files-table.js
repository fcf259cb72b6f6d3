// The list of the files view: a row for each folder and file.
import {deleteFile} from './delete-dialogs.js';
import {guard, html, ref, repeat} from './dom.js';
import {copyLink, download} from './downloads.js';
import {count, exact, size, when} from './format.js';
import {icon, typeIcon} from './icons.js';
import {listing} from './listing.js';
import {lastSegment, shown} from './names.js';
import {fileHash, folderHash} from './router.js';
import {isSelected, marks} from './selection.js';
import {canSelect, keyed, pickAllView, pickView, selectionView} from './selection-view.js';
import {may} from './session.js';

/** The list, and the button for its next page. */
export function filesTable() {
  const {folder, folders, pages} = listing;
  const writer = may('writer');
  const picking = canSelect();
  return html`<div class="list" @keydown=${keyed}>
    ${selectionView()}
    <div class=${picking ? 'table picking' : 'table'} role="table" aria-label="Files" aria-busy=${listing.loading}>
      <div class="head" role="rowgroup"><div class="row" role="row">
        ${picking ? html`<span role="columnheader" class="pick">${listing.count ? pickAllView() : html`<span class="unseen">Selected</span>`}</span>` : ''}
        <span role="columnheader" class="main">Name</span><span role="columnheader" class="number size">Size</span>
        <span role="columnheader" class="time">Created</span><span role="columnheader" class="node">Node</span>
        <span role="columnheader" class="actions"><span class="unseen">Actions</span></span>
      </div></div>
      ${folders.length ? html`<div role="rowgroup" class="chunk">${guard([folders, folder, picking], () =>
        repeat(folders, (f) => f, folderRow))}</div>` : ''}
      ${pages.map((page) => page.length ? html`<div role="rowgroup" class="chunk">${guard([page, folder, writer, marks(page)], () =>
        repeat(page, (f) => f.filename, fileRow))}</div>` : '')}
    </div>
  </div>
  ${listing.next === null ? '' : html`<div class="more"><button ${ref((button) => seen(button))} ?disabled=${listing.loading} @click=${() => listing.more()}>
    ${listing.loading ? 'Reading…' : 'Show more'}</button></div>`}`;
}

function folderRow(folder) {
  return html`<div class="row" role="row">
    ${canSelect() ? html`<span role="cell" class="pick"></span>` : ''}
    <span role="cell" class="main"><a href=${folderHash(folder)}>${icon('folder')}${shown(lastSegment(folder).slice(0, -1))}<span aria-hidden="true">/</span></a></span>
    <span role="cell" class="size"></span><span role="cell" class="time"></span><span role="cell" class="node"></span><span role="cell" class="actions"></span>
  </div>`;
}

function fileRow(file) {
  const name = file.filename.slice(listing.folder.length);
  return html`<div class=${isSelected(file.filename) ? 'row selected' : 'row'} role="row">
    ${canSelect() ? html`<span role="cell" class="pick">${pickView(file.filename, name)}</span>` : ''}
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
