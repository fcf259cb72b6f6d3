// Not a module: it runs before the page is painted, so that a dark page does not flash white.
(function () {
  'use strict';
  try {
    const theme = localStorage.getItem('dfs.theme');
    if (theme === 'light' || theme === 'dark') {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // No storage in this browser: the system's scheme it is.
  }
})();
