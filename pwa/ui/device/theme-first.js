// Classic and in the head on purpose: a chosen theme must be there before the first paint.
try {
  const theme = localStorage.getItem('doorstep-theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage refused: the phone's own theme is followed.
}
