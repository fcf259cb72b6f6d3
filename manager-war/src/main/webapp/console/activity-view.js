// The view of what goes on: charts of the last hour, and events as they come.
import {chart} from './chart.js';
import {stream} from './events.js';
import {html, guard, redraw, repeat} from './dom.js';
import {feed} from './feed.js';
import {clock, count, duration, exact, size} from './format.js';
import {past, read} from './history.js';
import {shown} from './names.js';
import {viewProblem} from './notices.js';
import {fileHash} from './router.js';

const KINDS = [
  ['all', 'All', () => true],
  ['nodes', 'Nodes', (e) => /^(node-|drain|reconciled|scrub|rebuild|balance)/.test(e.type)],
  ['files', 'Files', (e) => /^(file|move)/.test(e.type)],
  ['errors', 'Errors', (e) => e.tone === 'bad'],
];
const STREAM = {live: 'Live', connecting: 'Connecting…', waiting: 'Not connected, trying again'};

let kind = 'all';

/** The view. */
export function activityView() {
  return html`<div class="activity">
    <div class="bar"><h1>Activity</h1>${past.samples ? html`<p class="muted">${covered()}</p>` : ''}</div>
    ${viewProblem(past.failure, read)}
    ${past.samples ? charts() : ''}
    ${events()}
  </div>`;
}

/** How much the charts have to show. */
function covered() {
  const seconds = past.samples.length * past.intervalSeconds;
  if (seconds === 0) {
    return 'The manager has only just started: nothing to show yet';
  }
  return seconds < 3600 ? `The last ${duration(seconds)}, since the manager started` : 'The last hour';
}

function charts() {
  const {samples, intervalSeconds} = past;
  const times = samples.map((s) => new Date(s.time).getTime());
  const perSecond = (key) => samples.map((s) => s[key] / intervalSeconds);
  const plain = (key) => samples.map((s) => s[key]);
  return html`<div class="charts">
    ${chart({title: 'Requests', times, format: (v) => `${v < 10 ? v.toFixed(1) : count(Math.round(v))}/s`, series: [
      {label: 'Requests', values: perSecond('requests')}, {label: 'Errors', values: perSecond('errors')}]})}
    ${chart({title: 'Throughput', times, bytes: true, format: (v) => `${size(v)}/s`, series: [
      {label: 'Received', values: perSecond('bytesReceived')}, {label: 'Sent', values: perSecond('bytesSent')}]})}
    ${chart({title: 'Stored', times, whole: true, format: (v) => count(Math.round(v)), series: [
      {label: 'Files', values: plain('files')}]})}
    ${chart({title: 'Nodes and moves', times, whole: true, format: (v) => count(Math.round(v)), series: [
      {label: 'Online', values: plain('nodesOnline')}, {label: 'Moves in flight', values: plain('movesInFlight')}]})}
  </div>`;
}

function events() {
  const [, , wanted] = KINDS.find(([key]) => key === kind);
  const chosen = feed.filter(wanted);
  return html`<section class="card feed" aria-labelledby="events">
    <header>
      <h2 id="events">Events</h2>
      <span class="stream ${stream.state}">${STREAM[stream.state]}</span>
      <div class="choice" role="group" aria-label="Which events">
        ${KINDS.map(([key, label]) => html`<button class="quiet" aria-pressed=${key === kind}
          @click=${() => { kind = key; redraw(); }}>${label}</button>`)}
      </div>
    </header>
    ${chosen.length === 0 ? html`<p class="muted">Nothing has happened since this page was opened.</p>` : ''}
    <ol tabindex="0" aria-label="Events, newest first">${repeat(chosen, (e) => e.id, (e) => guard([e.id], () => entry(e)))}</ol>
  </section>`;
}

function entry(e) {
  return html`<li class=${e.tone}>
    <time datetime=${e.time} title=${exact(e.time)}>${clock(e.time)}</time>
    <span>${e.filename === undefined ? '' : html`${named(e)} `}<span class="words">${e.text}</span></span>
  </li>`;
}

function named(e) {
  return e.type === 'file-deleted' ? html`<span class="gone">${shown(e.filename)}</span>` : html`<a href=${fileHash(e.filename)}>${shown(e.filename)}</a>`;
}
