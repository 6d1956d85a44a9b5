import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { DefaultTheme } from 'vitepress';

type Item = DefaultTheme.SidebarItem;

/** A folder of docs/, with its pages in the order in which they are read. Other pages of the folder come last. */
interface Section {
  text: string;
  folder: string;
  pages: string[];
  collapsed?: boolean;
}

const SECTIONS: Section[] = [
  {
    text: 'Start',
    folder: 'start',
    pages: ['node', 'browser', 'tensorflow', 'from-pytorch', 'from-javascript', 'from-numpy'],
  },
  {
    text: 'Guides',
    folder: 'guide',
    pages: [
      'balance-classes',
      'which-sampler',
      'batches',
      'loading',
      'resume',
      'workers',
      'threads',
      'large-data',
      'files',
      'forecasts',
      'experiment',
      'games',
      'replay-buffers',
      'react',
      'csp',
      'memory-and-size',
    ],
  },
  {
    text: 'Concepts',
    folder: 'concepts',
    pages: ['alias-table', 'unseen', 'coverage', 'systematic', 'streams-and-seeds'],
  },
  { text: 'Reference', folder: 'reference', pages: ['index'], collapsed: true },
  {
    text: 'Proof',
    folder: 'proof',
    pages: ['index', 'exactness', 'same-numbers', 'pytorch', 'batteries', 'fuzz', 'speed'],
  },
  { text: 'Internals', folder: 'internals', pages: ['README'], collapsed: true },
];

/** The sidebar: all pages that there are. */
export function sidebar(docs: string): Item[] {
  return SECTIONS.map(({ text, folder, pages, collapsed = false }) => {
    const found = existsSync(`${docs}/${folder}`)
      ? readdirSync(`${docs}/${folder}`).filter((name) => name.endsWith('.md'))
      : [];
    const names = found.map((name) => name.slice(0, -'.md'.length)).sort();
    const ordered = [...pages.filter((page) => names.includes(page)), ...names.filter((name) => !pages.includes(name))];
    const items = ordered.map((page) => ({
      text: titleOf(`${docs}/${folder}/${page}.md`),
      link: `/${folder}/${page === 'README' || page === 'index' ? '' : page}`,
    }));
    return { text, collapsed, items };
  }).filter(({ items }) => items.length > 0);
}

/** A page's first heading, without markup. */
function titleOf(file: string): string {
  const heading = /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
  if (heading === undefined) throw new Error(`${file} must have a heading (# Title)`);
  return heading.replaceAll(/[`*]/g, '').replaceAll(/\\(.)/g, '$1');
}
