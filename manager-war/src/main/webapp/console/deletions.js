// Deleting many files: four at a time, and one that fails keeps no other.
import {remove} from './api.js';
import {redraw} from './dom.js';
import {counted} from './format.js';
import {listing} from './listing.js';
import {encodeName} from './names.js';
import {announce, notify} from './notices.js';

const AT_ONCE = 4;

/** What is to be deleted still, how many are being, how many were, and `{name, failure}` of those that were not. */
export const deletions = {waiting: [], running: 0, done: 0, failed: []};

/** How many there are in all. */
export function total() {
  return deletions.waiting.length + deletions.running + deletions.done + deletions.failed.length;
}

/** Whether some are under way. */
export function isDeleting() {
  return deletions.waiting.length + deletions.running > 0;
}

/** Deletes files, by their names. */
export function deleteAll(names) {
  if (!isDeleting()) {
    forget();
  }
  deletions.waiting.push(...names);
  pump();
}

/** Leaves those alone that are not under way yet. */
export function stop() {
  const left = deletions.waiting.splice(0).length;
  notify(`Stopped: ${counted(left, 'file')} left alone`);
}

/** Tries again what failed. */
export function retryFailed() {
  deletions.waiting.push(...deletions.failed.splice(0).map(({name}) => name));
  pump();
}

/** Shows no failures any longer. */
export function forget() {
  Object.assign(deletions, {done: 0, failed: []});
  redraw();
}

/** How it ended, in words. */
export function summary() {
  const {done, failed} = deletions;
  return `${counted(done, 'file')} deleted${failed.length ? `, ${counted(failed.length, 'file')} not` : ''}`;
}

function pump() {
  while (deletions.running < AT_ONCE && deletions.waiting.length > 0) {
    one(deletions.waiting.shift());
  }
  redraw();
}

async function one(name) {
  deletions.running++;
  try {
    await gone(name);
    deletions.done++;
    listing.drop(name);
  } catch (failure) {
    deletions.failed.push({name, failure});
  }
  deletions.running--;
  pump();
  if (!isDeleting()) {
    ended();
  }
}

async function gone(name) {
  try {
    await remove(`file/${encodeName(name)}`);
  } catch (failure) {
    if (failure.status !== 404) {
      throw failure;
    }
    // Somebody else was quicker.
  }
}

function ended() {
  if (deletions.failed.length) {
    announce(summary());
  } else {
    notify(summary());
    forget();
  }
}

addEventListener('beforeunload', (event) => {
  if (isDeleting()) {
    event.preventDefault();
  }
});
