// The kernels of weights that change: a binary of their own, so that a page without them does not load it.
export { dynamicDraw } from './dynamic-draw';
export { dynamicBuild } from './dynamic-tree';
export { dynamicUpdate, dynamicUpdateMany } from './dynamic-update';
export { openStream } from './stream';
