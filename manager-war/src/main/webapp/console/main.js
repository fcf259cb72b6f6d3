// The page as a whole.
import {activityView} from './activity-view.js';
import {watchCluster} from './cluster.js';
import {deletionsView} from './deletions-view.js';
import {detailsView, followDetails} from './details-view.js';
import {questionView} from './dialogs.js';
import {html, redraw, show} from './dom.js';
import {endEvents, followEvents, isUp, onEvent, retryNow} from './events.js';
import {filesView, followRoute} from './files-view.js';
import {watchHistory} from './history.js';
import {holdingsView} from './holdings-view.js';
import {icon} from './icons.js';
import {listing} from './listing.js';
import {nodesView} from './nodes-view.js';
import {noticesView} from './notices.js';
import {folderHash, onRoute, route} from './router.js';
import {loadSession, returnFromIssuer, session, signOut} from './session.js';
import {signInView} from './sign-in-view.js';
import {uploadsView} from './uploads-view.js';

const VIEWS = {
  files: {title: 'Files', icon: 'folder', view: filesView},
  nodes: {title: 'Nodes', icon: 'nodes', view: nodesView},
  activity: {title: 'Activity', icon: 'activity', view: activityView},
};
const THEMES = {system: ['system', 'As the system'], light: ['sun', 'Light'], dark: ['moon', 'Dark']};
const TRY_AGAIN = 2_000;

let started = false;
let unanswered = false;

function page() {
  if (session.state === 'loading') {
    return html`<main class="sign-in" id="main"><p class="muted">${unanswered ? 'The manager does not answer; trying again…' : 'Loading…'}</p></main>`;
  }
  if (session.state === 'out') {
    return signInView();
  }
  return html`
    <a class="skip" href="#main" @click=${skip}>Skip to the content</a>
    <header class="top">
      <a class="brand" href="#/files/">${icon('logo')}<span>File Server</span></a>
      <nav aria-label="Views">${Object.entries(VIEWS).map(([key, {title, icon: drawn}]) =>
        html`<a href=${key === 'files' ? folderHash(listing.folder, listing.query) : `#/${key}`} aria-current=${route.view === key ? 'page' : 'false'}>${icon(drawn)}<span>${title}</span></a>`)}</nav>
      <div class="who">
        ${session.who && session.means !== 'loopback' ? html`<span class="name-of"><bdi>${session.who}</bdi><small>${session.role}</small></span>` : html`<span class="name-of"><small>${session.role === 'admin' ? 'this machine' : session.role}</small></span>`}
        ${themeButton()}
        ${session.means && session.means !== 'loopback' ? html`<button class="quiet square" aria-label="Sign out" title="Sign out" @click=${signOut}>${icon('exit')}</button>` : ''}
      </div>
    </header>
    <div role="status" aria-live="polite">${isUp() && !unanswered ? '' : html`<p class="offline">${icon('alert')}
      <span>The manager does not answer; trying again.</span><button class="quiet" @click=${retryNow}>Try now</button></p>`}</div>
    <main id="main" tabindex="-1">${VIEWS[route.view].view()}</main>
    <footer>${session.version ? `Version ${session.version}` : ''} · <a href="openapi/ui">HTTP API</a></footer>
    <div class="panels">${deletionsView()}${uploadsView()}</div>${noticesView()}${detailsView()}${holdingsView()}${questionView()}`;
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

function themeButton() {
  const now = document.documentElement.dataset.theme ?? 'system';
  const [drawn, words] = THEMES[now];
  return html`<button class="quiet square" aria-label="Colours: ${words}" title="Colours: ${words}" @click=${nextTheme}>${icon(drawn)}</button>`;
}

function nextTheme() {
  const names = Object.keys(THEMES);
  const root = document.documentElement;
  const next = names[(names.indexOf(root.dataset.theme ?? 'system') + 1) % names.length];
  if (next === 'system') {
    delete root.dataset.theme;
    localStorage.removeItem('dfs.theme');
  } else {
    root.dataset.theme = next;
    localStorage.setItem('dfs.theme', next);
  }
  redraw();
}

function arrived({view}) {
  if (session.state === 'in') {
    watchCluster(view === 'nodes');
    watchHistory(view === 'activity');
  }
  document.title = `${view === 'files' ? (route.folder || 'Files') : VIEWS[view].title} · File Server`;
}

/** Whenever somebody is signed in: once after loading, and again when they had to sign in anew. */
function begin() {
  if (!started) {
    started = true;
    followRoute();
    followDetails();
    onRoute(arrived);
  }
  arrived(route);
  if (listing.failure) {
    listing.open(route.folder, route.query);
  }
  followEvents();
}

let before = 'loading';

function watchSession() {
  if (session.state !== before) {
    if (session.state === 'in') {
      begin();
    } else if (before === 'in') {
      endEvents();
      watchCluster(false);
      watchHistory(false);
    }
    before = session.state;
  }
}

async function load() {
  for (;;) {
    try {
      await loadSession();
      break;
    } catch (failure) {
      unanswered = failure.offline || failure.status >= 500 || failure.status === 404;
      redraw();
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN));
    }
  }
  unanswered = false;
  redraw();
}

// What is dropped beside the list of files must not be opened in place of the page.
for (const type of ['dragover', 'drop']) {
  addEventListener(type, (event) => event.preventDefault());
}
onEvent((type) => {
  if (type === 'up') {
    unanswered = false;
  }
});
show(() => {
  watchSession();
  return page();
});
returnFromIssuer().finally(load);
