// What the manager did over the last hour.
import {get} from './api.js';
import {redraw} from './dom.js';
import {onEvent} from './events.js';

/** Samples of GET /history, oldest first; null before that. */
export const past = {samples: null, intervalSeconds: 10, failure: null};

let watching = false;
let timer;

/** Says whether the charts are being looked at. */
export function watchHistory(now) {
  if (now !== watching) {
    watching = now;
    clearTimeout(timer);
    if (now) {
      read();
    }
  }
}

/** Reads it, and again when the next sample is due. */
export async function read() {
  clearTimeout(timer);
  try {
    const {samples, intervalSeconds} = await get('history');
    Object.assign(past, {samples, intervalSeconds, failure: null});
  } catch (failure) {
    past.failure = failure;
  }
  redraw();
  if (watching) {
    timer = setTimeout(read, past.intervalSeconds * 1000);
  }
}

onEvent((type) => {
  if (type === 'up' && past.failure) {
    past.failure = null;
    if (watching) {
      read();
    }
  }
});
