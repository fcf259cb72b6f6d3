// Which of the files that are shown are selected. Going elsewhere selects none.
import {onEvent} from './events.js';
import {counted} from './format.js';
import {listing} from './listing.js';
import {announce} from './notices.js';
import {onRoute} from './router.js';

const names = new Set();

/** The last one that was picked: a range goes from here. */
let anchor = null;

/** The files that are selected. One that is not shown, for whatever reason, never is among them. */
export function selected() {
  return names.size === 0 ? [] : listing.pages.flatMap((page) => page.filter((file) => names.has(file.filename)));
}

/** Whether this file is. */
export function isSelected(filename) {
  return names.has(filename);
}

/** The selected names of a page, as a text that changes with them. */
export function marks(page) {
  return names.size === 0 ? '' : page.map((file) => file.filename).filter(isSelected).join('\n');
}

/** How many are selected, in words. */
export function number(files) {
  return files.length ? `${counted(files.length, 'file')} selected` : 'None selected';
}

/** Selects a file or not; with `range` also all that are between it and the one before. */
export function pick(filename, now, range) {
  const shown = listing.pages.flat().map((file) => file.filename);
  const [from, to] = [shown.indexOf(anchor), shown.indexOf(filename)];
  const picked = range && from >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [filename];
  anchor = filename;
  set(picked, now);
}

/** Selects all files that are shown, or none. */
export function pickAll(now) {
  set(listing.pages.flat().map((file) => file.filename), now);
}

/** Selects none. */
export function clear() {
  if (names.size > 0) {
    names.clear();
    anchor = null;
    announce(number([]));
  }
}

function set(picked, now) {
  picked.forEach((name) => (now ? names.add(name) : names.delete(name)));
  announce(number(selected()));
}

onRoute(({folder, query}) => listing.is(folder, query) || clear());
onEvent((type, {filename}) => {
  if (type === 'file-deleted') {
    names.delete(filename); // another of this name would not be the one that was picked
  }
});
