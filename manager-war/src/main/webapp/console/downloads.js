// Files leave through signed links: the browser's own download then needs no credentials, and no memory.
import {link} from './api.js';
import {complain, notify} from './notices.js';
import {lastSegment} from './names.js';

/** Has the browser save a file. */
export async function download(filename) {
  try {
    const {url} = await link(filename, {expiresIn: 3600, disposition: 'attachment'});
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = lastSegment(filename);
    anchor.click();
  } catch (failure) {
    complain('Not downloaded', failure);
  }
}

/** Puts a link to a file on the clipboard. */
export async function copyLink(filename, expiresIn) {
  try {
    const {url} = await link(filename, {expiresIn});
    await copy(url);
    return url;
  } catch (failure) {
    complain('No link made', failure);
    return null;
  }
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notify('Link copied. Whoever has it can read the file.');
  } catch {
    notify('Link made. This browser does not let the page copy it: copy it from the field.');
  }
}
