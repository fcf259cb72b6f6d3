// The fragment of the address says what is shown, so that reloading and Back work.
import {decodeName, encodeName, folderOf} from './names.js';
import {redraw} from './dom.js';

/** Where the page is: `view`, and of files `folder`, `query` and `file`, the one that is looked at. */
export let route = null;

const listeners = [];

/** Has `action` called when the page is elsewhere. */
export function onRoute(action) {
  listeners.push(action);
}

/** The address of a folder; `query` searches in it. */
export function folderHash(folder, query = '') {
  return `#/files/${encodeName(folder)}${query && `?q=${encodeURIComponent(query)}`}`;
}

/** The address of a file's details. */
export function fileHash(name) {
  return `#/file/${encodeName(name)}`;
}

/** Goes there. */
export function go(hash) {
  location.hash = hash;
}

/** Goes there without a step for Back, as while somebody types. */
export function replace(hash) {
  history.replaceState(null, '', hash);
  changed();
}

function parse() {
  const [, view = 'files', path = ''] = location.hash.match(/^#\/([a-z]*)(?:\/(.*))?$/s) ?? [];
  const mark = path.indexOf('?');
  const name = decodeName(mark < 0 ? path : path.slice(0, mark));
  const query = mark < 0 ? '' : (new URLSearchParams(path.slice(mark + 1)).get('q') ?? '');
  if (view === 'file' && name) {
    // Behind the details the folder stays as it is, with the search that led here.
    const behind = route?.view === 'files' && route.query && name.startsWith(route.folder) ? route : null;
    return {view: 'files', folder: behind?.folder ?? folderOf(name), query: behind?.query ?? '', file: name};
  }
  if (view === 'nodes' || view === 'activity') {
    return {view};
  }
  return {view: 'files', folder: name && !name.endsWith('/') ? `${name}/` : name, query, file: null};
}

function changed() {
  route = parse();
  listeners.forEach((listener) => listener(route));
  redraw();
}

route = parse();
addEventListener('hashchange', changed);
