// What has happened, newest first, in words.
import {onEvent} from './events.js';
import {count, counted, size} from './format.js';

const MOST = 500;
const QUIET = new Set(['hello', 'balance', 'up']);

/** The last events: `{id, type, tone, time, text, filename}`. */
export let feed = [];

let next = 0;

/** What happened, without the name of the file, and how it looks. */
const WORDS = {
  'node-joined': (e) => ['good', `Node ${e.node} is online`],
  'node-left': (e) => ['bad', `Node ${e.node} went away${because(e)}`],
  'node-refused': (e) => ['bad', `Node ${e.node ?? ''} was refused${because(e)}`],
  'node-draining': (e) => ['', `Node ${e.node} is being drained`],
  'node-drained': (e) => ['good', `Node ${e.node} is drained: safe to unplug`],
  'drain-cancelled': (e) => ['', `Node ${e.node} is used again`],
  'node-removed': (e) => [e.lost ? 'bad' : '', `Node ${e.node} was forgotten${e.lost ? ', its files are missing' : ''}`],
  'file-moved': (e) => ['', `moved from node ${e.from} to ${e.to}${e.size === undefined ? '' : ` (${size(e.size)})`}`],
  'move-failed': (e) => ['bad', `not moved from node ${e.from} to ${e.to}${because(e)}`],
  'balance-paused': () => ['', 'Moves are paused'],
  'balance-resumed': () => ['', 'Moves go on'],
  'scrub-finding': (e) => ['bad', `Node ${e.node}: ${e.finding}`],
  reconciled: (e) => ['', `Node ${e.node} was compared with the catalogue${figures(e, ['node'])}`],
  rebuild: (e) => ['', `The catalogue is being rebuilt${figures(e, [])}`],
  error: (e) => ['bad', e.message ?? 'An error'],
  'file-created': (e) => ['', `stored on node ${e.node} (${size(e.size ?? 0)})`],
  'file-deleted': () => ['', 'deleted'],
  'files-changed': (e) => ['', `${counted(e.created ?? 0, 'file')} stored, ${count(e.deleted ?? 0)} deleted`],
  gap: () => ['', 'Some events were missed here'],
};


function because({reason}) {
  return reason ? `: ${reason}` : '';
}

function figures(event, without) {
  const parts = Object.entries(event)
    .filter(([key, value]) => typeof value !== 'object' && key !== 'time' && !without.includes(key))
    .map(([key, value]) => `${key} ${value}`);
  return parts.length ? `: ${parts.join(', ')}` : '';
}

onEvent((type, event) => {
  if (QUIET.has(type)) {
    return;
  }
  const [tone, text] = WORDS[type]?.(event) ?? ['', type];
  feed = [
    {id: next++, type, tone, text, time: event.time ?? new Date().toISOString(), filename: event.filename},
    ...feed.slice(0, MOST - 1),
  ];
});
