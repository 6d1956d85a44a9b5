// Makes a folder of photos in two classes: beaches, and a few with a bird on them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PcgGenerator } from 'loaded-dice';
import sharp from 'sharp';

const SIDE = 24;

/** Pixels of a photo: noise, and for a bird a spot somewhere in the middle that is a little darker. */
function pixelsOf(hasBird, random) {
  const [left, top] = [4, 4].map((least) => least + Math.floor(random.nextFloat() * 6));
  return Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
    const isSpot = hasBird && x >= left && x < left + 10 && y >= top && y < top + 10;
    return 100 + Math.floor(random.nextFloat() * 156) - (isSpot ? 40 : 0);
  });
}

/** Writes count photos below folder, every `each`-th of them with a bird. */
export async function makePhotos(folder, count, each, seed) {
  const random = new PcgGenerator(seed);
  for (const name of ['beach', 'bird']) mkdirSync(join(folder, name), { recursive: true });
  for (let i = 0; i < count; i++) {
    const hasBird = i % each === 0;
    const raw = { width: SIDE, height: SIDE, channels: 3 };
    const path = join(folder, hasBird ? 'bird' : 'beach', `${i}.png`);
    await sharp(pixelsOf(hasBird, random), { raw }).png().toFile(path);
  }
}
