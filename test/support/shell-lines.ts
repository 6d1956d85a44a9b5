// Commands of a shell, taken apart: enough for what documentation shows, on any system.

export interface ShellCommand {
  /** The program and its arguments, without quotes. */
  readonly words: readonly string[];
  /** What `VAR=value` before the program sets. */
  readonly env: Readonly<Record<string, string>>;
  /** The file that standard output goes to. */
  readonly out: string | undefined;
  /** Whether it reads what the command before it writes. */
  readonly piped: boolean;
}

/** The commands of a block: lines, and what `&&`, `;` and `|` separate. Comments are left out. */
export function shellCommands(code: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let tokens: { text: string; plain: boolean }[] = [];
  let piped = false;
  const end = (pipe = false) => {
    if (tokens.length > 0) commands.push({ ...commandOf(tokens), piped });
    tokens = [];
    piped = pipe;
  };
  const pattern =
    /(\\\n|[ \t]+)|(#[^\n]*)|(\n|;|&&|\|\|?)|([<>]+)|((?:\\.|'[^']*'|"(?:\\.|[^"\\])*"|[^\s;|<>'"\\])+)/gs;
  let at = 0;
  for (const match of code.matchAll(pattern)) {
    if (match.index !== at) break;
    at += match[0].length;
    const [, , , separator, operator, word] = match;
    if (separator !== undefined) end(separator === '|');
    else if (operator !== undefined) tokens.push({ text: operator, plain: true });
    else if (word !== undefined) tokens.push({ text: unquoted(word), plain: false });
  }
  if (at !== code.length) throw new Error(`not understood as commands of a shell: ${code.slice(at)}`);
  end();
  return commands;
}

function unquoted(word: string): string {
  return word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs, (_, single, double, escaped) => {
    return single ?? double?.replace(/\\([\\"$`])/g, '$1') ?? escaped;
  });
}

function commandOf(tokens: readonly { text: string; plain: boolean }[]): Omit<ShellCommand, 'piped'> {
  const words: string[] = [];
  const env: Record<string, string> = {};
  let out: string | undefined;
  for (let i = 0; i < tokens.length; i++) {
    const { text, plain } = tokens[i];
    const set = words.length === 0 ? /^([A-Z_]+)=(.*)$/s.exec(text) : null;
    if (plain) {
      if (text.startsWith('>')) out = tokens[i + 1]?.text;
      i++;
    } else if (set) env[set[1]] = set[2];
    else words.push(text);
  }
  return { words, env, out };
}
