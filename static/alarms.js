// Keeps the line about alarms true on every page of the console: its words, the page's title, and a sound at the top.

const EVERY_MS = 5_000;
const banner = document.getElementById('alarm-banner');
const words = banner?.querySelector('[data-text]');
const button = banner?.querySelector('[data-sound]');
const title = document.title;
/** @type {AudioContext|null} */
let audio = null;

/** Two short tones. A browser lets a page sound only after somebody pressed something on it. */
function sound() {
  if (audio?.state !== 'running') return;
  for (const [start, pitch] of [
    [0, 880],
    [0.3, 660],
  ]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.3;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.25);
  }
}

/** @param {{count: number, loud: boolean, text: string}} standing */
function show({ count, loud, text }) {
  if (!banner) return;
  banner.hidden = count === 0;
  banner.dataset.loud = loud ? 'yes' : 'no';
  if (words && text && words.textContent !== text) words.textContent = text;
  document.title = count ? `(${count}) ALARM - ${title}` : title;
  if (button instanceof HTMLElement) button.hidden = !loud || audio?.state === 'running';
  if (loud) sound();
}

async function ask() {
  if (!banner?.dataset.address) return;
  try {
    const answer = await fetch(banner.dataset.address, { headers: { Accept: 'application/json' } });
    if (answer.ok && answer.headers.get('Content-Type')?.startsWith('application/json')) show(await answer.json());
  } catch {
    document.title = `Alarms not known - ${title}`;
  }
}

async function allowSound() {
  audio ??= new AudioContext();
  await audio.resume();
  void ask();
}

if (banner) {
  button?.addEventListener('click', () => void allowSound());
  // Any press on the page is leave enough, so that the next alarm is heard without one.
  document.addEventListener('pointerdown', () => void allowSound(), { once: true });
  void ask();
  setInterval(() => void ask(), EVERY_MS);
}
