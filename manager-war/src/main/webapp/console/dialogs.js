// Questions before something is done. The browser's <dialog> keeps the focus inside and gives it back.
import {html, keyed, live, redraw, ref} from './dom.js';
import {icon} from './icons.js';

let asked = null;
let serial = 0;

/**
 * Asks before something is done.
 *
 * @param question `title`, `text` (a template), `action` (the word on the button), `danger`;
 *     `field` and `value` for a line of text to fill in
 * @return a promise of true or the text, or of null when it was called off
 */
export function ask(question) {
  return new Promise((resolve) => {
    asked = {...question, serial: ++serial, entered: question.value ?? '', resolve, from: document.activeElement};
    redraw();
  });
}

function answer(value) {
  const {resolve, from} = asked;
  asked = null;
  redraw();
  requestAnimationFrame(() => from?.focus()); // one that is taken out of the page, not closed, does not give it back
  resolve(value);
}

/** Opens a dialog that is being drawn, as soon as it is in the page. */
export function opened(element) {
  queueMicrotask(() => element?.isConnected && !element.open && element.showModal());
}

/** Closes a dialog by a click beside it. */
export function clickedBeside(close) {
  return (event) => {
    if (event.target === event.currentTarget) {
      close();
    }
  };
}

/** The question that is open, if one is. */
export function questionView() {
  if (!asked) {
    return '';
  }
  const {title, text, action, danger, field} = asked;
  const confirm = (event) => {
    event.preventDefault();
    if (!field) {
      answer(true);
    } else if (asked.entered.trim()) {
      answer(asked.entered);
    }
  };
  return keyed(asked.serial, html`<dialog class="question" aria-labelledby="question" ${ref(opened)}
      @close=${() => asked && answer(null)} @click=${clickedBeside(() => answer(null))}>
    <form @submit=${confirm}>
      <h2 id="question">${title}</h2>
      <div class="text">${text}</div>
      ${field ? html`<label class="field">${field}
        <input autofocus required autocomplete="off" spellcheck="false" .value=${live(asked.entered)}
          @input=${(e) => (asked.entered = e.target.value)}></label>` : ''}
      <div class="buttons">
        <button type="button" ?autofocus=${!field} @click=${() => answer(null)}>Cancel</button>
        <button class=${danger ? 'danger' : 'primary'}>${action}</button>
      </div>
    </form>
  </dialog>`);
}

/** The cross in the corner of a dialog. */
export function closeButton(close) {
  return html`<button class="quiet square close" aria-label="Close" @click=${close}>${icon('close')}</button>`;
}
