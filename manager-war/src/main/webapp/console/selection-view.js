// Selecting files in the list, and what can be done with those that are.
import {deleteFiles} from './delete-dialogs.js';
import {html, live} from './dom.js';
import {size} from './format.js';
import {icon} from './icons.js';
import {listing} from './listing.js';
import {clear, isSelected, number, pick, pickAll, selected} from './selection.js';
import {may} from './session.js';

/** Whether files can be selected: only for what somebody may do with them. */
export function canSelect() {
  return may('writer');
}

/** The box of a file; `name` is how the list has it. */
export function pickView(filename, name) {
  return html`<label><input type="checkbox" aria-label="Select ${name}" .checked=${live(isSelected(filename))}
    @click=${(e) => pick(filename, e.target.checked, e.shiftKey)}></label>`;
}

/** The box for all of them. */
export function pickAllView() {
  const files = selected().length;
  return html`<label><input type="checkbox" aria-label="Select all files shown" title="Select all files shown"
    .checked=${live(files === listing.count)} .indeterminate=${live(files > 0 && files < listing.count)}
    @click=${(e) => pickAll(e.target.checked)}></label>`;
}

/** What is selected and can be done with it, over the head of the list; nothing while none is. */
export function selectionView() {
  const files = canSelect() ? selected() : [];
  return files.length === 0 ? '' : html`<div class="selection" role="group" aria-label="Selected files">
    <p>${number(files)}<span class="long">, ${size(files.reduce((sum, file) => sum + file.size, 0))}</span></p>
    <button class="quiet" aria-label="Clear the selection" @click=${clear}>${icon('close')}<span class="long">Clear</span></button>
    <button class="quiet danger-text" @click=${deleteSelected}>${icon('trash')}Delete</button>
  </div>`;
}

/** In the list Delete and Escape do what the buttons do, which may be far away. */
export function keyed(event) {
  if (event.key === 'Escape') {
    clear();
  } else if (event.key === 'Delete' && canSelect() && selected().length > 0) {
    deleteSelected();
  }
}

async function deleteSelected() {
  if (await deleteFiles(selected().map((file) => file.filename))) {
    clear();
    requestAnimationFrame(() => document.getElementById('main').focus()); // where it was may be gone
  }
}
