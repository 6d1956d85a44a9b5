import { Drawer, PIECE } from './drawer.js';
import { layOut } from './layout.js';
import { type Backend, openWorkspace } from './workspace.js';

/** Uniform indices below a bound, with replacement, in a memory of their own. */
export class Uniform {
  readonly backend: 'wasm' | 'js';
  readonly drawer: Drawer;

  constructor(bound: number, backend: Backend) {
    const { at, bytes } = layOut({ stream: 16, out: 4 * PIECE });
    const workspace = openWorkspace(bytes, backend);
    this.backend = workspace.backend;
    this.drawer = new Drawer(
      workspace,
      at.stream,
      at.out,
      (position, stride, count) => workspace.kernels.uniformDraw(bound, at.stream, position, stride, at.out, count),
      { kernel: 'uniformDraw', args: [bound, 'stream', 'position', 'stride', 'out', 'count'] },
    );
  }
}
