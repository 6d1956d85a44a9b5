// The kernels of uniform draws, which RandomSampler and DataLoader use: a binary of their own.
export { shuffle, uniformDraw } from './shuffle';
export { openStream } from './stream';
