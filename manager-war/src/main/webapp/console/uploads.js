// Uploads: a queue, four at a time. XMLHttpRequest, since fetch does not tell how much was sent.
import {fileUrl, headers, noAnswer, Problem, problem} from './api.js';
import {redraw} from './dom.js';
import {count, counted, size} from './format.js';
import {listing} from './listing.js';
import {announce, notify} from './notices.js';
import {session} from './session.js';

const AT_ONCE = 4;
const TRIES = 5;
const RATE_WINDOW = 4_000;
/** Up to this size a file is compared with the one that is there: the browser's SHA-256 wants all of it in memory. */
const MOST_TO_COMPARE = 64 * 1024 * 1024;
/** How an upload can have ended, in words for so many. */
const ENDS = {
  done: (n) => `${counted(n, 'file')} uploaded`,
  present: (n) => `${count(n)} there already`,
  differs: (n) => `${count(n)} ${n === 1 ? 'differs' : 'differ'}`,
  uncompared: (n) => `${count(n)} not compared`,
  failed: (n) => `${count(n)} failed`,
  cancelled: (n) => `${count(n)} cancelled`,
};

/** All uploads since the list was cleared, in the order in which they were chosen. */
export const uploads = [];

/** How all of them do. Kept up to date here: there may be tens of thousands. */
export const totals = {waiting: 0, sending: 0, bytes: 0, sent: 0};
Object.keys(ENDS).forEach((state) => (totals[state] = 0));

let next = 0;
let samples = [];
let comparison = Promise.resolve();

/**
 * One file on its way. `state`: waiting, sending, or how it ended: done, failed, cancelled, or where the name is in use
 * `present` (the same file), `differs` (another) or `uncompared` (one of the same size).
 */
class Upload {
  state = 'waiting';
  sent = 0;
  tries = 0;
  /** An attempt broke without an answer: it may have been stored. */
  unsure = false;
  comparing = false;
  failure = null;
  startedAt = 0;
  #request = null;
  #timer = null;

  constructor(file, name) {
    this.id = next++;
    this.file = file;
    this.name = name;
    totals.waiting++;
    totals.bytes += file.size;
  }

  get isOver() {
    return this.state in ENDS;
  }

  /** Whether another try could end otherwise. A name in use stays so: names are never overwritten. */
  get canRetry() {
    return this.state === 'failed' || this.state === 'cancelled';
  }

  start() {
    this.#become('sending');
    this.startedAt = performance.now();
    if (session.maxFileSize && this.file.size > session.maxFileSize) {
      this.#fail(new Problem(413, {detail: `Larger than the ${size(session.maxFileSize)} that a file may have here.`}));
      return;
    }
    this.#send();
  }

  cancel() {
    if (!this.isOver) {
      clearTimeout(this.#timer);
      this.#request?.abort();
      this.#end('cancelled');
    }
  }

  retry() {
    this.failure = null;
    this.tries = 0;
    totals.bytes += this.file.size;
    this.#become('waiting');
    pump();
  }

  #send() {
    this.tries++;
    const request = (this.#request = new XMLHttpRequest());
    let answered = false;
    request.open('PUT', fileUrl(this.name));
    Object.entries(headers()).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = (event) => this.#progress(event.loaded);
    request.onload = () => {
      answered = true;
      this.#answered(request.status, request.responseText);
    };
    request.onerror = () => answered || this.#broke();
    request.send(this.file);
  }

  #answered(status, text) {
    if (status === 201) {
      this.#stored(JSON.parse(text));
      return;
    }
    const refusal = problem(status, text);
    // Without a size it is another upload or delete under way that has the name.
    if (refusal.code === 3 && refusal.body.size !== undefined) {
      this.#compare(refusal.body);
    } else if (refusal.status === 503 && this.tries < TRIES) {
      this.#later();
    } else {
      this.#fail(refusal);
    }
  }

  #broke() {
    this.unsure = true;
    if (this.tries < TRIES) {
      this.#later();
    } else {
      this.#fail(noAnswer());
    }
  }

  #later() {
    this.#progress(0);
    this.#timer = setTimeout(() => this.#send(), 1000 * 2 ** (this.tries - 1));
  }

  /** Whether the file that has the name is this one. One at a time: each is in memory meanwhile. */
  #compare(there) {
    if (there.size !== this.file.size) {
      this.#end('differs');
    } else if (!crypto.subtle || this.file.size > MOST_TO_COMPARE) {
      this.#end('uncompared');
    } else {
      this.comparing = true;
      redraw();
      comparison = comparison.then(() => this.isOver || this.#compareBytes(there));
    }
  }

  async #compareBytes(there) {
    try {
      const same = (await sha256(this.file)) === there.sha256;
      if (this.isOver) {
        return; // cancelled meanwhile
      }
      if (same && this.unsure) {
        this.#stored({filename: this.name, ...there}); // by an attempt of ours that got no answer
      } else {
        this.#end(same ? 'present' : 'differs');
      }
    } catch {
      this.#end('uncompared'); // it cannot be read any longer
    }
  }

  #stored(file) {
    this.#progress(this.file.size);
    listing.add({createdAt: new Date().toISOString(), ...file});
    this.#end('done');
  }

  #fail(failure) {
    this.failure = failure;
    this.#end('failed');
  }

  #end(state) {
    this.#request = null;
    this.comparing = false;
    if (state !== 'done') {
      this.#progress(0);
      totals.bytes -= this.file.size;
    }
    this.#become(state);
    pump();
  }

  #become(state) {
    totals[this.state]--;
    totals[state]++;
    this.state = state;
    redraw();
  }

  #progress(sent) {
    const bytes = Math.min(sent, this.file.size);
    if (this.isOver || bytes === this.sent) {
      return;
    }
    totals.sent += bytes - this.sent;
    this.sent = bytes;
    redraw();
  }
}

/**
 * Uploads files.
 *
 * @param chosen pairs of a File and the name that it gets
 */
export function upload(chosen) {
  for (const {file, name} of chosen) {
    uploads.push(new Upload(file, name));
  }
  if (chosen.length === 0) {
    notify('There is no file in what you chose.');
  }
  pump();
  redraw();
}

let first = 0;
let pumping = false;

/** Starts what may start. */
function pump() {
  if (pumping) {
    return; // called by one that failed as it was started
  }
  pumping = true;
  while (totals.sending < AT_ONCE && totals.waiting > 0) {
    if (first >= uploads.length) {
      first = 0; // one that is to be tried again stands before the others
    }
    const upload = uploads[first++];
    if (upload.state === 'waiting') {
      upload.start();
    }
  }
  pumping = false;
  if (!isUploading() && uploads.length > 0) {
    samples = [];
    announce(summary());
  }
}

/** How it ended, in words. */
export function summary() {
  return Object.entries(ENDS)
    .filter(([state]) => totals[state] > 0)
    .map(([state, told]) => told(totals[state]))
    .join(', ');
}

/** Whether some are on their way. */
export function isUploading() {
  return totals.waiting + totals.sending > 0;
}

/** Calls off all that have not ended. */
export function cancelAll() {
  uploads.filter((u) => u.state === 'waiting').forEach((u) => u.cancel());
  uploads.filter((u) => u.state === 'sending').forEach((u) => u.cancel());
}

/** Tries again what failed. */
export function retryFailed() {
  uploads.filter((u) => u.state === 'failed').forEach((u) => u.retry());
}

/** Empties the list when all have ended. */
export function clearUploads() {
  if (!isUploading()) {
    uploads.length = 0;
    first = 0;
    Object.keys(totals).forEach((key) => (totals[key] = 0));
    redraw();
  }
}

/** Bytes a second over the last seconds; 0 before that is known. */
export function rate() {
  const now = performance.now();
  samples.push({now, sent: totals.sent});
  samples = samples.filter((s) => now - s.now < RATE_WINDOW);
  const [oldest] = samples;
  return now - oldest.now < 500 ? 0 : Math.max(0, (totals.sent - oldest.sent) / ((now - oldest.now) / 1000));
}

/** Seconds until all are there; null before that is known. */
export function remaining(bytesPerSecond) {
  return bytesPerSecond > 0 ? (totals.bytes - totals.sent) / bytesPerSecond : null;
}

async function sha256(file) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

addEventListener('beforeunload', (event) => {
  if (isUploading()) {
    event.preventDefault();
  }
});
