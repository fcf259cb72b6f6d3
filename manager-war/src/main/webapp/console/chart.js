// A line chart over the last hour, as SVG: small enough not to need a library.
import {html, svg, redraw} from './dom.js';
import {clock, duration} from './format.js';

const WIDTH = 600;
const HEIGHT = 120;
const SHORTEST = 600_000;
const LONGEST = 3_600_000;
const LINES = 3;

/** Where the pointer is, as a part of the width, the same in all charts. */
let pointer = null;

/**
 * A chart.
 *
 * @param title what it shows
 * @param times of the samples, in milliseconds
 * @param series `{label, values}`, up to three
 * @param format of a value
 * @param whole whether there are no parts of one
 * @param bytes whether the values are bytes, which are counted in powers of 1024
 */
export function chart({title, times, series, format, whole = false, bytes = false}) {
  const end = times.at(-1) ?? 0;
  const most = ceiling(Math.max(0, ...series.flatMap((s) => s.values)), whole, bytes);
  const span = Math.min(LONGEST, Math.max(SHORTEST, end - (times[0] ?? end)));
  const x = (time) => WIDTH * (1 - (end - time) / span);
  const y = (value) => HEIGHT * (1 - value / most);
  const at = pointed(times, end, span);
  return html`<figure class="chart">
    <figcaption>
      <h2>${title}</h2>
      <span class="legend">${series.map((s, i) => html`<span class="key series${i}">${s.label}
        <b>${s.values.length ? format(s.values[at ?? s.values.length - 1]) : '–'}</b></span>`)}</span>
    </figcaption>
    <div class="plot" @pointermove=${point} @pointerleave=${leave}>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${spoken(title, series, format)}>
        ${[...Array(LINES)].map((_, i) => svg`<line class="grid" x1="0" x2=${WIDTH} y1=${(HEIGHT * i) / LINES} y2=${(HEIGHT * i) / LINES}></line>`)}
        <line class="axis" x1="0" x2=${WIDTH} y1=${HEIGHT} y2=${HEIGHT}></line>
        ${series.map((s, i) => svg`
          <path class="area series${i}" d=${area(times, s.values, x, y)}></path>
          <path class="line series${i}" d=${line(times, s.values, x, y)}></path>`)}
        ${at === null ? '' : svg`<line class="cursor" x1=${x(times[at])} x2=${x(times[at])} y1="0" y2=${HEIGHT}></line>`}
      </svg>
      <span class="top">${format(most)}</span>
    </div>
    <div class="times" aria-hidden="true"><span>${duration(span / 1000)} ago</span><span>${at === null ? '' : clock(times[at])}</span><span>now</span></div>
  </figure>`;
}

function line(times, values, x, y) {
  const path = values.map((v, i) => `${i ? 'L' : 'M'}${x(times[i]).toFixed(1)} ${y(v).toFixed(1)}`).join('');
  return values.length === 1 ? `${path}h-1` : path;
}

function area(times, values, x, y) {
  if (values.length === 0) {
    return '';
  }
  return `${line(times, values, x, y)}L${x(times.at(-1)).toFixed(1)} ${HEIGHT}L${x(times[0]).toFixed(1)} ${HEIGHT}Z`;
}

/** A round number that is not less: 1, 2 or 5 and zeros, times 3 for the grid. */
function ceiling(value, whole, bytes) {
  if (value <= 0) {
    return whole ? LINES : 1;
  }
  if (bytes && value >= 1024) {
    return 1024 * ceiling(value / 1024, whole, bytes);
  }
  const step = value / LINES;
  const power = 10 ** Math.floor(Math.log10(step));
  const round = [1, 2, 5, 10].find((m) => m * power >= step) * power;
  return LINES * (whole ? Math.max(1, round) : round);
}

function spoken(title, series, format) {
  const parts = series
    .filter((s) => s.values.length)
    .map((s) => `${s.label}: now ${format(s.values.at(-1))}, at most ${format(Math.max(...s.values))}`);
  return `${title} up to now. ${parts.join('. ')}`;
}

function pointed(times, end, span) {
  if (pointer === null || times.length === 0) {
    return null;
  }
  const time = end - (1 - pointer) * span;
  return times.reduce((best, t, i) => (Math.abs(t - time) < Math.abs(times[best] - time) ? i : best), 0);
}

function point(event) {
  const box = event.currentTarget.getBoundingClientRect();
  pointer = (event.clientX - box.left) / box.width;
  redraw();
}

function leave() {
  pointer = null;
  redraw();
}
