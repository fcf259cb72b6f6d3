// Numbers and times as people read them, in the language of the browser.
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const COUNT = new Intl.NumberFormat();
const DAY = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium'});
const TIME = new Intl.DateTimeFormat(undefined, {timeStyle: 'short'});
const SECONDS = new Intl.DateTimeFormat(undefined, {timeStyle: 'medium'});
const EXACT = new Intl.DateTimeFormat(undefined, {dateStyle: 'full', timeStyle: 'long'});

/** `1.2 MB`: powers of 1000. */
export function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** `12,345`. */
export function count(number) {
  return COUNT.format(number);
}

/** `1 file`, `2 files`; `form` is the plural where it is not the word and an s. */
export function counted(number, word, form = word + 's') {
  return `${count(number)} ${number === 1 ? word : form}`;
}

/** The time for today, the day for what is older. */
export function when(time) {
  const date = new Date(time);
  return date.toDateString() === new Date().toDateString() ? TIME.format(date) : DAY.format(date);
}

/** With seconds. */
export function clock(time) {
  return SECONDS.format(new Date(time));
}

/** In full. */
export function exact(time) {
  return EXACT.format(new Date(time));
}

/** `5 s`, `3 min`, `2 h 10 min`, `4 d`. */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) {
    return `${s} s`;
  }
  const minutes = Math.round(s / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  }
  return `${Math.round(hours / 24)} d`;
}
