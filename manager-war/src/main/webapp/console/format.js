// Numbers and times as people read them, in the language of the browser.
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const COUNT = new Intl.NumberFormat();
const DAY = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium'});
const TIME = new Intl.DateTimeFormat(undefined, {timeStyle: 'short'});
const SECONDS = new Intl.DateTimeFormat(undefined, {timeStyle: 'medium'});
const EXACT = new Intl.DateTimeFormat(undefined, {dateStyle: 'full', timeStyle: 'long'});

/** `17 B`, `1.5 MiB`, `200 GiB`: powers of 1024, as the command line has them. */
export function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(unit > 0 && value < 9.95 ? 1 : 0)} ${UNITS[unit]}`;
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
