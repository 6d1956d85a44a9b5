/**
 * What a block says that it prints: the comments behind `console.log(…);`, on its line or on the lines below it.
 */
export function promised(code: string): string[] {
  const lines = code.split('\n');
  const found: string[] = [];
  for (const [i, line] of lines.entries()) {
    if (!line.includes('console.log(')) continue;
    const behind = line.match(/; \/\/ (.*)$/);
    if (behind) found.push(behind[1]);
    const comment = `${/^ */.exec(line)?.[0]}// `;
    for (let below = i + 1; lines[below]?.startsWith(comment); below++) found.push(lines[below].slice(comment.length));
  }
  return found;
}
