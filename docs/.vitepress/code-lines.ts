import type { ShikiTransformer } from 'shiki';

/** Each line of code knows how far it is indented, so that what goes on below can be indented further. */
export const indented: ShikiTransformer = {
  name: 'indented',
  line(node, line) {
    const [spaces = ''] = /^ */.exec(this.source.split('\n')[line - 1] ?? '') ?? [];
    if (spaces) node.properties.style = `--indent: ${spaces.length}ch`;
  },
};
