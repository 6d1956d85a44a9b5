// What RandAugment does to an image: ten operations, each by a strength in [0, 1], of which 0 changes nothing. Their
// strengths at 1 are those of timm at its largest magnitude, but for posterizing, which is torchvision's: timm's leaves
// one bit, and is none at 0. What comes in from beyond the image is black, as Fashion-MNIST's ground is; timm's is
// gray.

/**
 * @typedef {object} Picture
 * @property {Uint8Array} pixels (height * width * channels,)
 * @property {number} height
 * @property {number} width
 * @property {number} channels
 */

/** Degrees, and parts of a side: timm's 30, 0.3 and 0.45; scales by up to a third. */
const [TURN, SHEAR, SHIFT, SCALE] = [30, 0.3, 0.45, 0.3];
/** How much more or less contrast, brightness or sharpness there is. */
const FACTOR = 0.9;
/** Bits that posterizing leaves of eight at the least: torchvision's. */
const FEWEST_BITS = 4;
/** The side of what is cut out, as a part of the image's. */
const CUT = 0.5;

/**
 * Each by its name: (picture, strength, sign, place) gives a new picture. `sign` is 1 or -1; `place` is two numbers in
 * [0, 1), for what is done at a place.
 */
export const OPERATIONS = {
  shiftX: (picture, strength, sign) => moved(picture, [1, 0, sign * strength * SHIFT * picture.width, 0, 1, 0]),
  shiftY: (picture, strength, sign) => moved(picture, [1, 0, 0, 0, 1, sign * strength * SHIFT * picture.height]),
  rotate: (picture, strength, sign) => {
    const angle = (sign * strength * TURN * Math.PI) / 180;
    return moved(picture, [Math.cos(angle), -Math.sin(angle), 0, Math.sin(angle), Math.cos(angle), 0]);
  },
  shearX: (picture, strength, sign) => moved(picture, [1, sign * strength * SHEAR, 0, 0, 1, 0]),
  shearY: (picture, strength, sign) => moved(picture, [1, 0, 0, sign * strength * SHEAR, 1, 0]),
  scale: (picture, strength, sign) => {
    const factor = (1 + SCALE) ** (sign * strength);
    return moved(picture, [factor, 0, 0, 0, factor, 0]);
  },
  contrast: (picture, strength, sign) => {
    const mean = picture.pixels.reduce((sum, value) => sum + value, 0) / picture.pixels.length;
    return mapped(picture, (value) => mean + (1 + sign * strength * FACTOR) * (value - mean));
  },
  brightness: (picture, strength, sign) => mapped(picture, (value) => (1 + sign * strength * FACTOR) * value),
  sharpness: (picture, strength, sign) => {
    const { pixels } = smooth(picture);
    return mapped(picture, (value, i) => pixels[i] + (1 + sign * strength * FACTOR) * (value - pixels[i]));
  },
  posterize: (picture, strength) => {
    const lost = Math.round(strength * (8 - FEWEST_BITS));
    return mapped(picture, (value) => (value >> lost) << lost);
  },
  solarize: (picture, strength) => {
    const from = 256 * (1 - strength);
    return mapped(picture, (value) => (value >= from ? 255 - value : value));
  },
  cutOut: (picture, strength, _, [x, y]) => {
    const side = Math.round(strength * CUT * Math.min(picture.height, picture.width));
    const left = Math.floor(x * picture.width) - (side >> 1);
    const top = Math.floor(y * picture.height) - (side >> 1);
    const pixels = picture.pixels.slice();
    const { width, channels } = picture;
    for (let row = Math.max(0, top); row < Math.min(picture.height, top + side); row++) {
      const from = Math.max(0, left);
      const to = Math.min(width, left + side);
      if (from < to) pixels.fill(0, (row * width + from) * channels, (row * width + to) * channels);
    }
    return { ...picture, pixels };
  },
};

function mapped(picture, change) {
  // a clamped array rounds, too
  return { ...picture, pixels: new Uint8Array(Uint8ClampedArray.from(picture.pixels, change)) };
}

/**
 * An affine change about the middle: what is seen at (x, y) was at (a x + b y + c, d x + e y + f), between pixels a
 * mean of the four around. Beyond the image all is black.
 */
function moved(picture, [a, b, c, d, e, f]) {
  const { pixels, height, width, channels } = picture;
  const out = new Uint8ClampedArray(pixels.length);
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const at = (x, y, channel) =>
    x >= 0 && y >= 0 && x < width && y < height ? pixels[(y * width + x) * channels + channel] : 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromX = middleX + a * (x - middleX) + b * (y - middleY) + c;
      const fromY = middleY + d * (x - middleX) + e * (y - middleY) + f;
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [right, down] = [fromX - left, fromY - top];
      for (let channel = 0; channel < channels; channel++) {
        const above = (1 - right) * at(left, top, channel) + right * at(left + 1, top, channel);
        const below = (1 - right) * at(left, top + 1, channel) + right * at(left + 1, top + 1, channel);
        out[(y * width + x) * channels + channel] = (1 - down) * above + down * below;
      }
    }
  }
  return { ...picture, pixels: new Uint8Array(out.buffer) };
}

/** Smoothed by a 3 × 3 window whose middle counts five times, as PIL's SMOOTH; the border stays. */
function smooth(picture) {
  const { pixels, height, width, channels } = picture;
  const out = Uint8ClampedArray.from(pixels);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 4 * pixels[(y * width + x) * channels + channel];
        for (let down = -1; down <= 1; down++) {
          for (let right = -1; right <= 1; right++) {
            sum += pixels[((y + down) * width + x + right) * channels + channel];
          }
        }
        out[(y * width + x) * channels + channel] = sum / 13;
      }
    }
  }
  return { ...picture, pixels: new Uint8Array(out.buffer) };
}
