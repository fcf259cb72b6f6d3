// The view of nodes: how even they are, and a bar for each.
import {post, remove} from './api.js';
import {balanceView} from './balance-view.js';
import {cluster, isPast, readCluster, readSoon} from './cluster.js';
import {ask} from './dialogs.js';
import {html, redraw, repeat} from './dom.js';
import {count, counted, duration, size, when, exact} from './format.js';
import {icon} from './icons.js';
import {openHoldings} from './holdings-view.js';
import {complain, notify, viewProblem} from './notices.js';
import {may} from './session.js';

const STATES = {
  online: 'Online',
  offline: 'Offline',
  draining: 'Draining',
  drained: 'Drained, safe to unplug',
};

/** The view. */
export function nodesView() {
  const {nodes, failure} = cluster;
  return html`<div class=${isPast() ? 'nodes past' : 'nodes'}>
    <div class="bar"><h1>Nodes</h1>${nodes ? totals(nodes) : ''}</div>
    ${viewProblem(failure, readCluster)}
    ${balanceView()}
    ${nodes === null ? '' : nodes.length === 0
      ? html`<div class="empty">${icon('nodes')}<p>No node has come yet.</p><p class="hint">Start one: <code>java -jar storage-node.jar 100</code></p></div>`
      : html`<ul class="cards">${repeat(nodes, (n) => n.id, (n) => card(n, nodes))}</ul>`}
  </div>`;
}

function totals(nodes) {
  const files = nodes.reduce((sum, n) => sum + n.files, 0);
  const bytes = nodes.reduce((sum, n) => sum + n.bytes, 0);
  const free = nodes.filter((n) => n.state === 'online').reduce((sum, n) => sum + n.freeBytes, 0);
  return html`<p class="muted">${counted(files, 'file')}, ${size(bytes)} on ${counted(nodes.length, 'node')},
    <span title="Nodes on the same disk each count its free space">${size(free)} free</span></p>`;
}

/** What a node is doing; while that is not known, what it was doing. */
function stateView({state, draining, files}) {
  const then = draining ? (files ? 'draining' : 'drained') : '';
  const words = (STATES[state] ?? state) + (then && `, ${then}`);
  const told = isPast() ? html`${words} <time datetime=${cluster.readAt} title=${exact(cluster.readAt)}>at ${when(cluster.readAt)}</time>` : words;
  return html`<span class="state ${state} ${then}">${told}</span>`;
}

function card(node, nodes) {
  const {id, state, files, bytes, freeBytes, connectedSince, lastSeen, scrub} = node;
  const room = bytes + freeBytes;
  const most = Math.max(1, ...nodes.map((n) => n.files));
  return html`<li class="card node ${state}">
    <header>
      <h2>Node ${id}</h2>
      ${stateView(node)}
    </header>
    ${meter('Files', count(files), files / most, 'of the fullest node')}
    ${meter('Space', `${size(bytes)} used, ${size(freeBytes)} free`, room ? bytes / room : 0, 'used')}
    <p class="since">${state === 'offline'
      ? html`Last seen <time datetime=${lastSeen} title=${exact(lastSeen)}>${when(lastSeen)}</time>.
          ${files ? html`<strong>${counted(files, 'file')} cannot be read now.</strong>` : ''}`
      : connectedSince && !isPast() ? html`Connected for ${duration((Date.now() - new Date(connectedSince)) / 1000)}` : ''}</p>
    ${scrub ? scrubView(scrub, id) : ''}
    <fieldset class="doing" aria-label="Node ${id}" ?disabled=${isPast()}>
      <button @click=${() => openHoldings(id, null)}>${state === 'offline' && files ? 'Unavailable files' : 'Files'}</button>
      ${may('admin') ? orders(node) : ''}
    </fieldset>
  </li>`;
}

function meter(label, words, part, of) {
  const percent = Math.round(part * 100);
  return html`<div class="meter">
    <div><span>${label}</span><span class="muted">${words}</span></div>
    <div class="track" role="img" aria-label="${label}: ${percent} % ${of}">${part > 0 ? html`<div .style=${`width: ${part * 100}%`}></div>` : ''}</div>
  </div>`;
}

function scrubView({running, files, filesRead, damaged, missing, completedAt}, id) {
  const found = [
    damaged ? html`<button class="quiet warn" @click=${() => openHoldings(id, 'damaged')}>${count(damaged)} damaged</button>` : '',
    missing ? html`<button class="quiet warn" @click=${() => openHoldings(id, 'missing')}>${count(missing)} missing</button>` : '',
  ];
  if (running) {
    return html`<p class="since">Checking: ${count(filesRead)} of ${counted(files, 'file')} ${found}</p>`;
  }
  return completedAt || damaged || missing
    ? html`<p class="since">${completedAt ? html`Checked <time datetime=${completedAt} title=${exact(completedAt)}>${when(completedAt)}</time>` : ''}
        ${damaged || missing ? found : completedAt ? ', all sound' : ''}</p>`
    : '';
}

function orders({id, state, draining, files, scrub}) {
  const offline = state === 'offline';
  return html`
    ${draining || state === 'draining' || state === 'drained'
      ? html`<button @click=${() => undrain(id, offline)}>Use again</button>`
      : html`<button @click=${() => drain(id, files)}>Drain</button>`}
    ${offline || scrub?.running ? '' : html`<button @click=${() => scrubNow(id)}>Check all files</button>`}
    ${offline ? html`<button class="danger-text" @click=${() => forget(id, files)}>Forget</button>` : ''}`;
}

async function order(id, act, done, failed) {
  const about = `node ${id}`;
  try {
    await act();
    notify(done, about);
  } catch (failure) {
    complain(failed, failure, about);
  } finally {
    readSoon();
    redraw();
  }
}

async function drain(id, files) {
  const sure = await ask({
    title: `Drain node ${id}?`,
    text: html`<p>${files ? `Its ${counted(files, 'file')} move` : 'It is empty; new files go'} to the other nodes.
      Files stay readable meanwhile. You can use it again at any time.</p>`,
    action: 'Drain',
  });
  if (sure) {
    await order(id, () => post(`node/${id}/drain`), `Node ${id} is being drained`, 'Not drained');
  }
}

async function undrain(id, offline) {
  const then = offline ? ' when it is back' : '';
  const sure = await ask({
    title: `Use node ${id} again?`,
    text: html`<p>It takes files again${then}, and gets its share of those that are there.</p>`,
    action: 'Use again',
  });
  if (sure) {
    await order(id, () => remove(`node/${id}/drain`), `Node ${id} takes files again${then}`, 'The drain goes on');
  }
}

async function scrubNow(id) {
  await order(id, () => post(`node/${id}/scrub`), `Node ${id} reads all its files again`, 'Not checked');
}

async function forget(id, files) {
  const sure = await ask({
    title: `Forget node ${id}?`,
    text: files
      ? html`<p><strong>${counted(files, 'file')} on it will be missing</strong>, and stay so unless the node comes back
          or they are uploaded again. Do this only when its disk is gone for good.</p>`
      : html`<p>It holds no file. When it comes back it is known again.</p>`,
    action: files ? `Give up ${counted(files, 'file')}` : 'Forget it',
    danger: true,
  });
  if (sure) {
    await order(id, () => remove(`node/${id}${files ? '?lost=true' : ''}`), `Node ${id} is forgotten`, 'Not forgotten');
  }
}
