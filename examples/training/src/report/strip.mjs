// What augmentation makes of images: a few as they are, and as several draws change them.
import sharp from 'sharp';
import { augment, DrawNumbers } from '../augment/rand-augment.mjs';

/** Width of a small image's pixel, in pixels of the picture. */
const MAGNIFIED = 3;

/**
 * @param {import('../images/images.mjs').Images} images
 * @param {readonly number[]} indices which of them, a row each
 * @param {import('../augment/rand-augment.mjs').Augmentation} augmentation
 * @param {number} draws number of pictures in a row, behind the image itself
 * @returns {Promise<Buffer>} a PNG
 */
export async function stripOf(images, indices, augmentation, draws) {
  const { height, width, channels } = images;
  const size = height * width * channels;
  const gap = 2;
  const [columns, rows] = [draws + 1, indices.length];
  const [wide, high] = [columns * (width + gap), rows * (height + gap)];
  const sheet = new Uint8Array(wide * high * channels).fill(255);
  const numbers = new DrawNumbers(augmentation, 1);
  indices.forEach((index, row) => {
    const picture = { pixels: images.pixels.subarray(index * size, (index + 1) * size), height, width, channels };
    for (let column = 0; column < columns; column++) {
      const { pixels } = column === 0 ? picture : augment(picture, augmentation, numbers.at(row * columns + column));
      for (let y = 0; y < height; y++) {
        const from = pixels.subarray(y * width * channels, (y + 1) * width * channels);
        sheet.set(from, ((row * (height + gap) + y) * wide + column * (width + gap)) * channels);
      }
    }
  });
  const scale = { width: MAGNIFIED * wide, height: MAGNIFIED * high, kernel: 'nearest' };
  return sharp(sheet, { raw: { width: wide, height: high, channels } })
    .resize(scale)
    .png()
    .toBuffer();
}
