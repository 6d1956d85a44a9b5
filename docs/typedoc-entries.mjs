// A plug-in of TypeDoc: a page for each class and function, under the entry that a program imports. Types that belong
// to one of them, such as its options, are on its page; others on the page of their entry.
import { Comment, Converter, ReflectionKind } from 'typedoc';
import { MarkdownTheme, MarkdownThemeContext, MemberRouter } from 'typedoc-plugin-markdown';

const PACKAGE = 'loaded-dice';
const OWN_PAGE = ReflectionKind.Class | ReflectionKind.Function;
const TYPE = ReflectionKind.Interface | ReflectionKind.TypeAlias;

/** What each entry is for. */
const ENTRIES = {
  'loaded-dice': 'Samplers, batches, weights from labels, loading. What most programs import.',
  'loaded-dice/analysis': 'Numbers about what a sampler will do, and what it did.',
  'loaded-dice/charts': 'Vega-Lite specs of charts that show these numbers.',
  'loaded-dice/images': 'Folders of images as data sets, in Node. It needs sharp: `npm install sharp`.',
  'loaded-dice/parallel': 'Draws on several threads, with the numbers of one.',
  'loaded-dice/tables':
    'Samples of files and tables that no memory holds, with DuckDB, in Node: `npm install @duckdb/node-api`.',
  'loaded-dice/wasm': 'The WebAssembly binaries that the other entries run, for anyone who wants to audit them.',
  'loaded-dice/weighted':
    'Weighted draws alone: for programs that must start fast, and for pages without a bundler. ' +
    'Its names are those of loaded-dice, with the same draws.',
  'loaded-dice/js': 'The names and the draws of loaded-dice, without WebAssembly.',
};

/** A type that more pages than this refer to is on the page of its entry. */
const FEW_PAGES = 2;

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const entry of context.project.children) {
      const name = entry.name.split('/').at(-1);
      entry.name = name === 'src' ? PACKAGE : `${PACKAGE}/${name}`;
      if (!(entry.name in ENTRIES)) throw new Error(`docs/typedoc-entries.mjs must say what ${entry.name} is for`);
      entry.comment = new Comment([{ kind: 'text', text: ENTRIES[entry.name] }]);
    }
  });
  app.renderer.defineRouter('entries', EntryRouter);
  app.renderer.defineTheme('entries', EntryTheme);
}

class EntryRouter extends MemberRouter {
  /** The class or function on whose page a type is. */
  owners = new Map();

  buildPages(project) {
    for (const entry of project.children)
      for (const [type, owner] of ownersOf(entry, this.application)) this.owners.set(type, owner);
    const pages = super.buildPages(project);
    for (const [type, owner] of this.owners) this.#move(type, this.fullUrls.get(owner));
    return pages;
  }

  #move(reflection, page) {
    if (this.anchors.has(reflection)) {
      // a member of the class may have this name
      const anchor = `type-${this.anchors.get(reflection)}`;
      this.anchors.set(reflection, anchor);
      this.fullUrls.set(reflection, `${page}#${anchor}`);
    }
    reflection.traverse((child) => {
      this.#move(child, page);
      return true;
    });
  }

  /** Lists a type that is on another page, instead of showing it. */
  hasOwnDocument(reflection) {
    return reflection.isReference() || this.owners.has(reflection) || super.hasOwnDocument(reflection);
  }

  getModuleDirectory(entry) {
    return entry.name.split('/').at(-1);
  }

  /** Types have no files, so that `Coverage` leaves the name coverage.md to the function. */
  getReflectionFileName(reflection) {
    const name = super.getReflectionFileName(reflection);
    return reflection.kindOf(OWN_PAGE) ? name : `${name}.type`;
  }

  getReflectionDirectory(reflection) {
    return reflection.parent.kindOf(ReflectionKind.Module) ? this.getModuleDirectory(reflection.parent) : '';
  }
}

/** Which types of an entry belong to one of its classes and functions. */
function ownersOf(entry, app) {
  const members = entry.children ?? [];
  const pages = members.filter((member) => member.kindOf(OWN_PAGE));
  const types = new Map(members.filter((member) => member.kindOf(TYPE)).map((type) => [type.id, type]));
  const used = (member) => [...targets(app.serializer.toObject(member))].map((id) => types.get(id)).filter(Boolean);
  const owners = new Map();
  const users = new Map();
  for (const page of pages) for (const type of used(page)) users.set(type, [...(users.get(type) ?? []), page]);
  for (const [type, by] of users) {
    const namesake = by.find((page) => type.name.startsWith(page.name.replace(/Sampler$/, '')));
    if (by.length <= FEW_PAGES) owners.set(type, namesake ?? by[0]);
  }
  // types that only these types use
  for (let grown = true; grown; ) {
    grown = false;
    for (const type of types.values()) {
      if (owners.has(type) || users.has(type)) continue;
      const by = [...types.values()].filter((other) => other !== type && used(other).includes(type));
      const theirs = new Set(by.map((other) => owners.get(other)));
      const [owner] = theirs;
      if (theirs.size !== 1 || owner === undefined) continue;
      owners.set(type, owner);
      grown = true;
    }
  }
  return owners;
}

/** The ids of all that a serialized reflection refers to. */
function* targets(part) {
  if (typeof part !== 'object' || part === null) return;
  if (part.type === 'reference' && typeof part.target === 'number') yield part.target;
  for (const each of Object.values(part)) yield* targets(each);
}

class EntryTheme extends MarkdownTheme {
  getRenderContext(page) {
    return new EntryContext(this, page, this.application.options);
  }

  reflectionTemplate = (page) => {
    const context = this.getRenderContext(page);
    const types = [...this.router.owners].filter(([, owner]) => owner === page.model).map(([type]) => type);
    const sections = types.map(
      (type) =>
        `## ${type.name} {#${this.router.getAnchor(type)}}\n\n${context.partials.member(type, { headingLevel: 2 })}`,
    );
    return tidy([context.templates.reflection(page), ...sections].join('\n\n'));
  };
}

class EntryContext extends MarkdownThemeContext {
  constructor(...given) {
    super(...given);
    // base classes are not public
    this.partials.inheritance = () => '';
    this.partials.hierarchy = () => '';
    this.partials.accessor = ({ getSignature, setSignature }) =>
      [getSignature, setSignature]
        .filter(Boolean)
        .flatMap((signature) => [
          this.partials.signatureTitle(signature, { accessor: signature === getSignature ? 'get' : 'set' }),
          signature.comment && this.partials.comment(signature.comment, { headingLevel: 4 }),
        ])
        .filter(Boolean)
        .join('\n\n');
    this.helpers.getDescriptionForComment = firstSentence(this.helpers.getDescriptionForComment);
    this.partials.groupIndex = references(this, this.partials.groupIndex);
  }
}

/** A list of names is read at a glance. */
function firstSentence(description) {
  return (comment) => description(comment)?.replace(/(?<=[\w)`][.]) (?=[A-Z]).*/s, '');
}

/** Names that an entry has from another one: links to these. */
function references(context, groupIndex) {
  return (group) => {
    if (!group.children.every((child) => child.isReference())) return groupIndex(group);
    const links = group.children.map((child) => {
      const target = child.getTargetReflectionDeep();
      return `[${target.name}](${context.urlTo(target)})`;
    });
    return links.join(' · ');
  };
}

/** Leaves out what the signature says already, and headings of a single line. */
function tidy(text) {
  return (
    text
      .replace(/^# ([^\\\n]+).*$/m, '# $1 {#top}')
      .replaceAll(/^#+ Type Parameters\n+(?:\|[^|\n]*(?:\|[^|\n]*)?\|\n)+/gm, '')
      .replaceAll(/^#+ Returns\n+([^\n]+)\n+/gm, (_, type) => (type.includes('](') ? `**Returns** ${type}\n\n` : ''))
      .replaceAll(/^#+ Returns\n+/gm, '**Returns** ')
      .replaceAll(/^#+ Throws\n+/gm, '**Throws** ')
      .replaceAll(/^## Constructors\n+### Constructor$/gm, '## Constructor')
      .replace(/^## Modules\n+\| Module /m, '## What you import\n\n| Import ')
      .replaceAll(/^#+ (Parameters|Properties)\n+(?=\|)/gm, '')
      .replaceAll(/^\*\*\*\n+/gm, '')
      // a parameter that must be given has no default
      .replaceAll(/^(\| `\w+` \| .* \| )`undefined`(?= \|)/gm, '$1-')
      .replaceAll(/^```ts\n.*?^```$/gms, united)
      .replaceAll(/\n{3,}/g, '\n\n')
  );
}

/** A signature with each union on one line. */
function united(code) {
  return code
    .replaceAll(/(=>|[:=]) ?\n *\| /g, '$1 ')
    .replaceAll(/\n *\| /g, ' | ')
    .replaceAll(/, \n/g, ',\n')
    .replaceAll(/^ {3}(?=\w)/gm, '  ');
}
