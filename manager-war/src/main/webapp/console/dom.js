// The one place that knows the template library, and when the page is drawn.
import {html, svg, nothing, render} from './lib/lit-html.js';

export {html, svg, nothing};
export {guard} from './lib/directives/guard.js';
export {keyed} from './lib/directives/keyed.js';
export {live} from './lib/directives/live.js';
export {ref} from './lib/directives/ref.js';
export {repeat} from './lib/directives/repeat.js';

let view = () => nothing;
let pending = false;

/** Draws the page from now on, with what `template` returns. */
export function show(template) {
  view = template;
  redraw();
}

/** Has the page drawn once before the next frame, however often this is called. */
export function redraw() {
  if (!pending) {
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      render(view(), document.getElementById('app'));
    });
  }
}

/** A function that calls `action` once some time after it was called, however often it is called until then. */
export function soon(action, milliseconds) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      action();
    }, milliseconds);
  };
}

/** A function that calls `action` once, when it was not called again for `milliseconds`. */
export function debounced(action, milliseconds) {
  let timer;
  return (...parameters) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...parameters), milliseconds);
  };
}
