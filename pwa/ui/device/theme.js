/** Match phone, light or dark: sun and stairwells differ within one visit. */

const KEY = 'doorstep-theme';

/** @returns {'phone'|'light'|'dark'} */
export function theme() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'phone';
}

/** @param {string} choice */
export function chooseTheme(choice) {
  if (choice === 'phone') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  try {
    if (choice === 'phone') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Storage refused: the choice lasts until the app is closed.
  }
}
