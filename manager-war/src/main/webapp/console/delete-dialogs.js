// The questions before files are deleted.
import {remove} from './api.js';
import {deleteAll} from './deletions.js';
import {ask} from './dialogs.js';
import {html, redraw} from './dom.js';
import {count, counted} from './format.js';
import {listing} from './listing.js';
import {encodeName, lastSegment, shown} from './names.js';
import {complain, notify} from './notices.js';

/** So many names are in a question. */
const NAMED = 10;

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

/** Asks once, and begins to delete files of the folder that is shown. False when it was called off. */
export async function deleteFiles(filenames) {
  const {folder} = listing;
  const many = counted(filenames.length, 'file');
  const sure = await ask({
    title: `Delete ${many}?`,
    text: html`<ul class="several">${filenames.slice(0, NAMED).map((name) => html`<li>${shown(name.slice(folder.length))}</li>`)}
        ${filenames.length > NAMED ? html`<li>and ${count(filenames.length - NAMED)} more</li>` : ''}</ul>
      <p>${filenames.length === 1 ? 'It' : 'They'} cannot be brought back.</p>`,
    action: `Delete ${many}`, danger: true,
  });
  if (sure) {
    deleteAll(filenames);
  }
  return Boolean(sure);
}
