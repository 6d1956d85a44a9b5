import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { DefaultTheme } from 'vitepress';

type Item = DefaultTheme.SidebarItem;

/** A folder of docs/, with its pages in the order in which they are read. Other pages of the folder come last. */
interface Section {
  text: string;
  folder: string;
  pages: string[];
  collapsed?: boolean;
  /** Folders within it, each a section of its own. */
  folders?: string[];
}

/** The entries that programs import, in the order of their reference. */
const ENTRIES = ['loaded-dice', 'analysis', 'charts', 'images', 'parallel', 'tables', 'wasm', 'weighted', 'js'];

const SECTIONS: Section[] = [
  {
    text: 'Get started',
    folder: 'start',
    pages: ['node', 'browser', 'tensorflow', 'from-pytorch', 'from-javascript', 'from-numpy', 'from-0.1'],
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
  { text: 'Reference', folder: 'reference', pages: ['index'], collapsed: true, folders: ENTRIES },
  {
    text: 'Proof',
    folder: 'proof',
    pages: ['index', 'exactness', 'same-numbers', 'pytorch', 'batteries', 'fuzz', 'speed'],
  },
  { text: 'Internals', folder: 'internals', pages: ['README'], collapsed: true },
];

/** All pages that there are, by section. */
export function sectionsOf(docs: string): Item[] {
  return SECTIONS.map((section) => itemOf(docs, section)).filter(({ items }) => items?.length);
}

/**
 * The sidebars, by the folders that have them. A long section has one of its own, so that other pages need not make its
 * links: they make a page slow to start on a phone.
 */
export function sidebars(sections: Item[]): Record<string, Item[]> {
  const short = ({ text = '', link = '', items, collapsed }: Item) => (collapsed ? { text, link } : { text, items });
  const long = sections.filter(({ collapsed }) => collapsed);
  return {
    ...Object.fromEntries(long.map(({ text, link, items }) => [link, [{ text, link, items }]])),
    '/': sections.map(short),
  };
}

function itemOf(docs: string, { text, folder, pages, collapsed, folders = [] }: Section): Item {
  const found = existsSync(`${docs}/${folder}`) ? readdirSync(`${docs}/${folder}`) : [];
  const names = found.filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -'.md'.length));
  const others = names.filter((name) => !pages.includes(name)).sort();
  const items = [...pages.filter((page) => names.includes(page)), ...others].map((page) => ({
    text: titleOf(`${docs}/${folder}/${page}.md`),
    link: `/${folder}/${page === 'README' || page === 'index' ? '' : page}`,
  }));
  const within = folders
    .filter((each) => found.includes(each))
    .map((each) => {
      const path = `${folder}/${each}`;
      const { items = [] } = itemOf(docs, { text: each, folder: path, pages: ['index'] });
      const [index, ...others] = items;
      return { ...index, ...(others.length > 0 && { collapsed: true, items: others }) };
    });
  if (!collapsed) return { text, items: [...items, ...within] };
  // a link and a button beside it: a button around links would be hard to use without a mouse
  return { ...items[0], text, collapsed, items: [...items.slice(1), ...within] };
}

/** A page's first heading, without markup. */
function titleOf(file: string): string {
  const heading = /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
  if (heading === undefined) throw new Error(`${file} must have a heading (# Title)`);
  return heading
    .replace(/ \{#.+\}$/, '')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\\(.)/g, '$1');
}
