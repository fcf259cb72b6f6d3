// The manager's events: server-sent events over fetch, since EventSource cannot send credentials.
import {BASE, headers, onUnreachable, problem, unreachable} from './api.js';
import {redraw} from './dom.js';

const LONGEST_WAIT = 15_000;
/** The manager sends a comment each 15 s. */
const SILENCE = 45_000;

/** How the stream is: `connecting`, `live` or `waiting` for the next try. */
export const stream = {state: 'connecting', hello: null, everLive: false};

const listeners = [];
let last = null;
let tries = 0;
/** Whether a request got no answer since the stream broke. */
let missed = false;
let stop = new AbortController();
let wake = () => {};

/** Has `action(type, event)` called for every event; `up` is the type when a stream has begun. */
export function onEvent(action) {
  listeners.push(action);
}

/** Tries again at once instead of later. */
export function retryNow() {
  wake();
}

/** Stays connected until endEvents. */
export async function followEvents() {
  stop = new AbortController();
  const stopped = stop.signal;
  while (!stopped.aborted) {
    stream.state = tries > 0 ? 'waiting' : 'connecting';
    redraw();
    try {
      await read(stopped);
    } catch (failure) {
      if (failure.status === 401 || failure.status === 403) {
        break;
      }
    }
    if (!stopped.aborted) {
      tries++;
      if (tries > 1) {
        unreachable();
      }
      stream.state = 'waiting';
      redraw();
      await pause();
    }
  }
}

/** Ends the stream, as when somebody signs out. */
export function endEvents() {
  stop.abort();
  wake();
}

/** Whether the manager answers, as far as is known. That the stream broke once may be a chance. */
export function isUp() {
  return stream.state === 'live' || (tries < 2 && !missed);
}

onUnreachable(() => {
  missed = stream.state !== 'live';
  redraw();
});

function pause() {
  const wait = Math.min(LONGEST_WAIT, 500 * 2 ** Math.min(tries, 6)) * (0.75 + Math.random() / 2);
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, wait);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

async function read(stopped) {
  const silence = new AbortController();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE);
  };
  heard();
  try {
    const answer = await fetch(`${BASE}events`, {
      headers: {...headers(), Accept: 'text/event-stream', ...(last && {'Last-Event-ID': last})},
      signal: AbortSignal.any([stopped, silence.signal]),
      cache: 'no-store',
      credentials: 'omit',
    });
    if (!answer.ok) {
      throw problem(answer.status, await answer.text());
    }
    stream.state = 'live';
    tries = 0;
    missed = false;
    tell('up', {again: stream.everLive});
    stream.everLive = true;
    const parser = new Parser();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const {done, value} = await reader.read();
      if (done) {
        return;
      }
      heard();
      parser.take(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function tell(type, event) {
  if (type === 'hello') {
    stream.hello = event;
  }
  listeners.forEach((listener) => listener(type, event));
  redraw();
}

/** Lines of text/event-stream, as the HTML standard has it, without `retry`. */
class Parser {
  #rest = '';
  #type = '';
  #lines = [];
  #id = null;

  take(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    lines.forEach((line) => this.#line(line));
  }

  #line(line) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.#type = value;
    } else if (field === 'data') {
      this.#lines.push(value);
    } else if (field === 'id') {
      this.#id = value;
    }
  }

  #dispatch() {
    const [type, lines, id] = [this.#type || 'message', this.#lines, this.#id];
    this.#type = '';
    this.#lines = [];
    this.#id = null;
    if (id !== null) {
      last = id;
    }
    if (lines.length > 0) {
      tell(type, parsed(lines.join('\n')));
    }
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {message: text};
  }
}

// The network came back, or the tab was looked at again: no need to wait for the next try.
addEventListener('online', () => retryNow());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && stream.state === 'waiting') {
    retryNow();
  }
});
