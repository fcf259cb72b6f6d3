// The names of one folder, or of a search in it, page by page.
import {get, listingPath} from './api.js';
import {redraw, soon} from './dom.js';
import {onEvent} from './events.js';
import {compareNames} from './names.js';

const PAGE = 200;
/** As many pages are read again when something changed; of longer listings only the beginning was looked at. */
const REREAD = 5;

/** Immutable for the view: a page that changed is another array. */
class Listing {
  folder = '';
  query = '';
  pages = [];
  folders = [];
  next = null;
  loading = false;
  failure = null;
  stale = false;
  #running = new AbortController();
  #meanwhile = [];

  /** Whether `folder` and `query` have been asked for. */
  is(folder, query) {
    return this.folder === folder && this.query === query;
  }

  /** Lists another folder or searches for something else. An older request is called off. */
  async open(folder, query) {
    this.folder = folder;
    this.query = query;
    this.pages = [];
    this.folders = [];
    this.next = null;
    await this.#load((signal) => this.#read(undefined, signal).then((page) => this.#set([page])));
  }

  /** Reads the next page. */
  async more() {
    if (this.next !== null && !this.loading) {
      const after = this.next;
      await this.#load(async (signal) => {
        const page = await this.#read(after, signal);
        this.pages = [...this.pages, page.files];
        this.folders = merged(this.folders, page.folders);
        this.next = page.next ?? null;
      });
    }
  }

  /** Reads again what is shown. */
  async refresh() {
    await this.#load(async (signal) => {
      const pages = [];
      let after;
      do {
        const page = await this.#read(after, signal);
        pages.push(page);
        after = page.next;
      } while (after !== undefined && pages.length < Math.min(this.pages.length, REREAD));
      this.#set(pages);
    });
  }

  /** How many files are shown. */
  get count() {
    return this.pages.reduce((sum, page) => sum + page.length, 0);
  }

  get isEmpty() {
    return this.count === 0 && this.folders.length === 0;
  }

  /** Shows a file that somebody has stored. */
  add(file) {
    this.#again(() => this.add(file));
    if (!file.filename.startsWith(this.folder)) {
      return;
    }
    const rest = file.filename.slice(this.folder.length);
    if (this.query) {
      if (!file.filename.toLowerCase().includes(this.query.toLowerCase())) {
        return;
      }
    } else if (rest.includes('/')) {
      const folder = this.folder + rest.slice(0, rest.indexOf('/') + 1);
      this.folders = merged(this.folders, [folder]);
      return;
    }
    const at = this.pages.findIndex((page) => page.length > 0 && compareNames(page.at(-1).filename, file.filename) >= 0);
    if (at < 0 && this.next !== null) {
      return;
    }
    const page = at < 0 ? Math.max(0, this.pages.length - 1) : at;
    const before = this.find(file.filename);
    const files = (this.pages[page] ?? []).filter((f) => f !== before);
    files.push({...before, ...file});
    files.sort((a, b) => compareNames(a.filename, b.filename));
    this.pages = this.pages.length ? this.pages.with(page, files) : [files];
  }

  /** Shows a file no longer. */
  drop(filename) {
    this.#again(() => this.drop(filename));
    this.pages = this.pages.map((page) =>
      page.some((f) => f.filename === filename) ? page.filter((f) => f.filename !== filename) : page);
  }

  /** Reads again soon; a long listing only says that it is old. */
  changed = soon(() => {
    if (this.pages.length <= REREAD) {
      this.refresh();
    } else {
      this.stale = true;
      redraw();
    }
  }, 400);

  /** The record of a file that is shown. */
  find(filename) {
    for (const page of this.pages) {
      const found = page.find((f) => f.filename === filename);
      if (found) {
        return found;
      }
    }
    return null;
  }

  #set(pages) {
    this.pages = pages.map((page) => page.files);
    this.folders = pages.reduce((all, page) => merged(all, page.folders), []);
    this.next = pages.at(-1).next ?? null;
    this.stale = false;
  }

  /** Makes a change once more after a read that is under way: its answer may be from before. */
  #again(change) {
    if (this.loading) {
      this.#meanwhile.push(change);
    }
  }

  #read(after, signal) {
    const {folder, query} = this;
    return get(
      listingPath({prefix: folder, ...(query ? {contains: query} : {delimiter: '/'}), after, limit: PAGE}), {signal});
  }

  async #load(read) {
    this.#running.abort();
    const running = (this.#running = new AbortController());
    this.loading = true;
    this.failure = null;
    this.#meanwhile = [];
    redraw();
    try {
      await read(running.signal);
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        this.failure = failure;
      }
    } finally {
      if (running === this.#running) {
        this.loading = false;
        this.#meanwhile.forEach((change) => change());
        redraw();
      }
    }
  }
}

function merged(folders, more = []) {
  return [...new Set([...folders, ...more])].sort(compareNames);
}

/** The listing that is shown. */
export const listing = new Listing();

onEvent((type, event) => {
  if (type === 'file-created') {
    listing.add({filename: event.filename, size: event.size, node: event.node, createdAt: event.time});
  } else if (type === 'file-deleted') {
    if (listing.find(event.filename)) {
      listing.drop(event.filename);
    } else if (event.filename.startsWith(listing.folder)) {
      // A folder may have lost its last file.
      listing.changed();
    }
  } else if (type === 'files-changed' || type === 'gap' || (type === 'up' && event.again)) {
    if (listing.failure?.offline) {
      listing.failure = null; // it is read again
    }
    listing.changed();
  }
});
