// File names: any Unicode text, with / between segments.
import {html} from './dom.js';

/** The path of a name in a URL: each segment encoded, / left alone. */
export function encodeName(name) {
  return name.toWellFormed().split('/').map(encodeURIComponent).join('/');
}

/** What encodeName encoded; as it is where that cannot be read. */
export function decodeName(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** `a/b/` of `a/b/c.txt`; empty at the top. */
export function folderOf(name) {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** `c.txt` of `a/b/c.txt`, `b/` of `a/b/`. */
export function lastSegment(name) {
  return name.slice(name.lastIndexOf('/', name.length - 2) + 1);
}

/** Negative, 0 or positive in the order of UTF-8 bytes, which is that of code points. */
export function compareNames(a, b) {
  for (let i = 0; i < a.length && i < b.length; ) {
    const x = a.codePointAt(i);
    const y = b.codePointAt(i);
    if (x !== y) {
      return x - y;
    }
    i += x > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}

// What changes the direction of the text around it, or is not seen at all.
const INVISIBLE = /([\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0080-\u009f])/u;

/** A name to look at: on its own as to direction, with characters that nobody sees spelt out. */
export function shown(name) {
  const parts = name.split(INVISIBLE);
  return html`<bdi class="name" dir="auto"
    >${parts.map((part, i) => (i % 2 === 0 ? part : html`<span class="invisible">${codePoint(part)}</span>`))}</bdi
  >`;
}

function codePoint(character) {
  return 'U+' + character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');
}
