/**
 * Columns narrower than this, in pixels, have the narrow pictures, enlarged; others the wide ones, whose letters stay
 * 80 % of their size and more.
 */
const ENOUGH = 550;

/**
 * The page's style: one column, light or dark as its reader has it; of each picture the one that fits, as wide as the
 * column.
 */
export function style(wide: number): string {
  return `
:root { color-scheme: light dark; --text: #1b1b1f; --dim: #5a5a66; --back: #fff; --line: #d8d8de; --mark: #b34700; }
@media (prefers-color-scheme: dark) { :root { --text: #e7e7ea; --dim: #a4a4b0; --back: #16161a; --line: #3a3a44; --mark: #ffb37a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: ${wide + 32}px; color: var(--text); background: var(--back); font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; border-top: 1px solid var(--line); padding-top: 1.5rem; }
.answer { font-size: 1.08rem; font-weight: 600; }
.warning { color: var(--mark); }
figure { margin: 1.5rem 0; }
figcaption { color: var(--dim); border-left: 3px solid var(--line); padding-left: .6rem; }
figure svg { display: block; width: 100%; max-width: ${wide}px; height: auto; }
.narrow { display: none; }
@media (max-width: ${ENOUGH + 31}px) { .wide { display: none; } .narrow { display: block; } }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: normal; white-space: nowrap; }
thead th { white-space: normal; min-width: 4.5rem; }
th:first-child { text-align: left; }
thead th { vertical-align: bottom; }
summary { cursor: pointer; color: var(--dim); }
a { color: inherit; }
footer { margin-top: 3rem; color: var(--dim); font-size: .9rem; }
@media print { .wide { display: block; } .narrow { display: none; } }
`;
}
