// The nodes and the balance, kept up to date by events.
import {get} from './api.js';
import {redraw, soon} from './dom.js';
import {isUp, onEvent} from './events.js';

/** How often the counts are read again while they are looked at, whatever events tell. */
const READ_AGAIN = 10_000;
const RATE_WINDOW = 30_000;

/** What GET /node and GET /balance told, and when; null before that. `stale` while that is not known to be so still. */
export const cluster = {nodes: null, balance: null, readAt: null, stale: false, failure: null};

let moves = [];
let watching = false;

/** Reads both. */
export async function readCluster() {
  try {
    const [{nodes}, balance] = await Promise.all([get('node'), get('balance')]);
    Object.assign(cluster, {nodes, balance, readAt: new Date().toISOString(), stale: false, failure: null});
  } catch (failure) {
    Object.assign(cluster, {stale: true, failure});
  }
  redraw();
}

/** Whether what is known was so once, and may not be any longer. */
export function isPast() {
  return cluster.readAt !== null && (cluster.stale || !isUp());
}

/** Most files minus fewest over the nodes that can take some. */
export function spread() {
  const files = (cluster.nodes ?? []).filter((n) => n.state === 'online' && n.freeBytes > 0).map((n) => n.files);
  return files.length ? Math.max(...files) - Math.min(...files) : 0;
}

/** Reads both again soon. */
export const readSoon = soon(readCluster, 150);

/** Says whether the nodes are being looked at. */
export function watchCluster(now) {
  if (now && !watching) {
    readCluster();
  }
  watching = now;
}

setInterval(() => watching && !document.hidden && readCluster(), READ_AGAIN);

/** Files and bytes that moved a second, over the last half minute. */
export function moveRate() {
  const now = performance.now();
  moves = moves.filter((move) => now - move.now < RATE_WINDOW);
  const span = moves.length ? Math.max(5_000, now - moves[0].now) / 1000 : 1;
  return {
    files: moves.length / span,
    bytes: moves.reduce((sum, move) => sum + move.size, 0) / span,
  };
}

const OF_NODES = /^(node-|drain|file-moved|move-failed|scrub|reconciled|rebuild|files-changed|file-created|file-deleted|gap|up$)/;

onEvent((type, event) => {
  if (type === 'up') {
    Object.assign(cluster, {stale: event.again, failure: null}); // until it was read again
  }
  if (type === 'file-moved') {
    moves.push({now: performance.now(), size: event.size ?? 0});
  }
  if (type === 'balance') {
    cluster.balance = {...cluster.balance, ...event};
  } else if (type === 'balance-paused' || type === 'balance-resumed') {
    cluster.balance = cluster.balance && {...cluster.balance, paused: type === 'balance-paused'};
  }
  if (type === 'node-left' && cluster.nodes) {
    // At once; the counts come a moment later.
    cluster.nodes = cluster.nodes.map((node) => (node.id === event.node ? {...node, state: 'offline'} : node));
  }
  if (watching && OF_NODES.test(type)) {
    readSoon();
  }
});
