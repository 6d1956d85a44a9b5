/**
 * A column at least this wide, in pixels, shows the wide pictures, whose letters keep 80 % of their size or more. A
 * narrower column shows the narrow ones, enlarged.
 */
const WIDE_FROM = 550;

/**
 * The style of the page: one column, light or dark as the reader's system is. Pictures are as wide as the column.
 * @param wide The width of the wide pictures in pixels, which is the most that the column has.
 */
export function pageStyle(wide: number): string {
  return `
:root { color-scheme: light dark; }
:root { --text: #1b1b1f; --dim: #5a5a66; --back: #fff; --line: #d8d8de; --mark: #b34700; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e7e7ea; --dim: #a4a4b0; --back: #16161a; --line: #3a3a44; --mark: #ffb37a; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: ${wide + 32}px; overflow-wrap: anywhere; }
body { color: var(--text); background: var(--back); font: 16px/1.55 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; border-top: 1px solid var(--line); padding-top: 1.5rem; }
.answer { font-size: 1.08rem; font-weight: 600; }
.warning { color: var(--mark); }
figure { margin: 1.5rem 0; }
figcaption { color: var(--dim); border-left: 3px solid var(--line); padding-left: .6rem; }
figure svg { display: block; width: 100%; max-width: ${wide}px; height: auto; }
.narrow { display: none; }
@media (max-width: ${WIDE_FROM + 31}px) { .wide { display: none; } .narrow { display: block; } }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid var(--line); }
th, td { overflow-wrap: normal; white-space: nowrap; }
thead th { white-space: normal; min-width: 4.5rem; }
th:first-child { text-align: left; }
thead th { vertical-align: bottom; }
summary { cursor: pointer; color: var(--dim); }
a { color: inherit; }
footer { margin-top: 3rem; color: var(--dim); font-size: .9rem; }
@media print { .wide { display: block; } .narrow { display: none; } }
`;
}
