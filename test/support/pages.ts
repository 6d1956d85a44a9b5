// The Markdown pages of the repository, as their readers see them: code blocks, sections and headings.
import { readFileSync } from 'node:fs';
import { filesBelow } from './files-below.js';

/** A fenced block of a page. */
export interface Block {
  /** The path of the page, from the root of the repository. */
  readonly page: string;
  /** The number of its first line of code on the page, from 1. */
  readonly line: number;
  /** Behind the fence: the language, or ''. */
  readonly language: string;
  /** The file that the block is, where it names one: behind its language, or in a comment that is its first line. */
  readonly file: string | undefined;
  readonly code: string;
  /** The text between the block before it (or the beginning of the page) and this one. */
  readonly before: string;
}

/** A heading, and all up to the next one. */
export interface Section {
  readonly heading: string;
  readonly line: number;
  readonly text: string;
}

/** Folders that hold no pages of ours: packages, the site's set-up, and what is generated. */
const NOT_PAGES = ['node_modules', 'build', '.vitepress', 'reference', 'public'];

/** The paths of all pages. A page that is added to docs/ or examples/ is tested like the others. */
export const PAGES: readonly string[] = [
  ...['README.md', 'CONTRIBUTING.md', 'bench/README.md'],
  ...['docs', 'examples'].flatMap((folder) => filesBelow(folder, NOT_PAGES)).filter((path) => path.endsWith('.md')),
].sort();

const texts = new Map<string, string>();

/** The text of a page or another file. */
export function textOf(path: string): string {
  const text = texts.get(path) ?? readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  texts.set(path, text);
  return text;
}

const FENCE = /^( *)(`{3,}|~{3,})\s*(\S*)\s*(.*)$/;
const NAMED = /^(?:\/\/|#|<!--|\/\*) ?([\w./-]+\.[a-z]+)(?: ?(?:-->|\*\/))?$/;

/** The fenced blocks of a page. */
export function blocksOf(page: string, text: string = textOf(page)): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let behind = 0;
  for (let i = 0; i < lines.length; i++) {
    const [, indent, fence, language, more] = FENCE.exec(lines[i]) ?? [];
    if (fence === undefined) continue;
    let end = i + 1;
    while (end < lines.length && lines[end].trim() !== fence) end++;
    if (end === lines.length) throw new Error(`${page}:${i + 1}: this block has no end`);
    const inside = lines.slice(i + 1, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    const file = /^\[?([\w./-]+\.[a-z]+)\]?$/.exec(more)?.[1] ?? NAMED.exec(inside[0] ?? '')?.[1];
    const before = lines.slice(behind, i).join('\n');
    blocks.push({ page, line: i + 2, language, file, code: `${inside.join('\n')}\n`, before });
    behind = end + 1;
    i = end;
  }
  return blocks;
}

/** A page's text without the code of its blocks. Lines keep their numbers. */
export function proseOf(text: string): string {
  let fence: string | undefined;
  return text
    .split('\n')
    .map((line) => {
      if (fence !== undefined) {
        if (line.trim() === fence) fence = undefined;
        return '';
      }
      fence = FENCE.exec(line)?.[2];
      return fence === undefined ? line : '';
    })
    .join('\n');
}

/** The headings of a page, with their lines. Code blocks have none. */
export function headingsOf(text: string): { heading: string; line: number }[] {
  return proseOf(text)
    .split('\n')
    .flatMap((each, i) => {
      const heading = /^#+ (.*)$/.exec(each)?.[1];
      return heading === undefined ? [] : [{ heading, line: i + 1 }];
    });
}

/** The sections of a page, each with its blocks. */
export function sectionsOf(text: string): Section[] {
  const lines = text.split('\n');
  const headings = headingsOf(text);
  return headings.map(({ heading, line }, i) => ({
    heading,
    line,
    text: lines.slice(line, headings[i + 1] ? headings[i + 1].line - 1 : undefined).join('\n'),
  }));
}
