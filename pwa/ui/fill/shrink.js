/**
 * Makes a photo small enough to send from a stairwell: at most 1600 px and 400 kB. Drawing it anew leaves the
 * camera's notes (place, phone, time) behind.
 */

export const LONGEST_SIDE = 1600;
export const MOST_BYTES = 400_000;
const QUALITIES = [0.82, 0.7, 0.55, 0.4];

/** @typedef {{bytes: ArrayBuffer, mime: string, shrunk: boolean}} Shrunk */

/**
 * A photo that this browser cannot decode (often HEIC) is kept as it came: the office can read it.
 * The bytes are read before anything else, because the file behind an input can vanish.
 * @param {File} file
 * @returns {Promise<Shrunk>}
 */
export async function shrink(file) {
  const bytes = await file.arrayBuffer();
  const mime = file.type || 'application/octet-stream';
  try {
    return await redraw(new Blob([bytes], { type: mime }));
  } catch {
    return { bytes, mime, shrunk: false };
  }
}

/** @param {Blob} blob @returns {Promise<Shrunk>} */
async function redraw(blob) {
  const image = await createImageBitmap(blob, { imageOrientation: 'from-image' });
  try {
    for (const side of [LONGEST_SIDE, 1200, 800]) {
      const canvas = draw(image, side);
      for (const quality of QUALITIES) {
        const jpeg = await encode(canvas, quality);
        if (jpeg.size <= MOST_BYTES) return { bytes: await jpeg.arrayBuffer(), mime: 'image/jpeg', shrunk: true };
      }
    }
    throw new Error('The photo stays too large at every size.');
  } finally {
    image.close();
  }
}

/** @param {ImageBitmap} image @param {number} side */
function draw(image, side) {
  const canvas = document.createElement('canvas');
  const { width, height } = fitted(image.width, image.height, side);
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d', { alpha: false });
  if (!pen) throw new Error('This browser has no canvas.');
  pen.drawImage(image, 0, 0, width, height);
  return canvas;
}

/**
 * The size that keeps the shape within a longest side; never larger than it was.
 * @param {number} width @param {number} height @param {number} side
 */
export function fitted(width, height, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** @param {HTMLCanvasElement} canvas @param {number} quality @returns {Promise<Blob>} */
function encode(canvas, quality) {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The photo could not be drawn.'))),
      'image/jpeg',
      quality,
    );
  });
}

/** "1.1 MB", "380 kB". @param {number} bytes */
export function size(bytes) {
  return bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}
