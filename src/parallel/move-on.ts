import type { IndexSampler } from '../samplers/index-sampler.js';

/**
 * Moves a sampler to a position before its draws are made. `another` tells whether `epoch` is a later epoch. If the
 * draws fail, call the returned function: it undoes the move, unless anything moved the sampler since.
 */
export function moveOn(sampler: IndexSampler, epoch: number, position: number, another: boolean): () => void {
  const cursor = sampler._cursor;
  const { epoch: from, position: at, loop, moved, restored } = cursor;
  const mark = {};
  const move = (epoch: number, position: number): void => {
    if (another) cursor.open(epoch, position);
    else cursor.moveTo(position);
  };
  move(epoch, position);
  cursor.moved = mark;
  return () => {
    // the epoch and the position do not suffice, because the last epoch repeats
    if (sampler._cursor !== cursor || cursor.moved !== mark || cursor.position !== position) return;
    move(from, at);
    cursor.moved = moved;
    cursor.restored = restored;
    if (loop && !cursor.loop) {
      cursor.loop = loop;
      loop.buffer = cursor;
    }
  };
}
