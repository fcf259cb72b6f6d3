// What was dropped or picked: files, and folders with all that is in them.

/**
 * The files of a drop, with the path that each has in what was dropped. Must be called while the event is handled:
 * later its items are gone.
 *
 * @return a promise of `{file, path}`
 */
export async function droppedFiles(transfer) {
  const entries = [];
  const loose = [];
  for (const item of transfer.items) {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry?.() : null;
    if (entry) {
      entries.push(entry);
    } else if (item.kind === 'file') {
      loose.push(item.getAsFile());
    }
  }
  const found = loose.map((file) => ({file, path: file.name}));
  for (const entry of entries) {
    await walk(entry, found);
  }
  return found;
}

/** The files of a picker of files or folders. */
export function pickedFiles(input) {
  const found = Array.from(input.files, (file) => ({file, path: file.webkitRelativePath || file.name}));
  input.value = '';
  return found;
}

async function walk(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push({file, path: entry.fullPath.replace(/^\//, '')});
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    // Browsers hand out a hundred at a time, and none at the end.
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) {
      return;
    }
    for (const child of some) {
      await walk(child, found);
    }
  }
}
