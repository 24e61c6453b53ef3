/** How the page looks: the demo's colours, light and dark (AA on their grounds), 360 px wide and up, and A4 on paper. */

export function pageStyle(footer: string): string {
  // Into a CSS string goes only what cannot end one.
  const safe = footer.replaceAll(/[^\p{L}\p{N} .,·…-]/gu, '')
  return `${SCREEN}${NARROW}${PRINT}@page {
  size: A4;
  margin: 16mm 14mm 18mm;
  @bottom-left { content: "${safe}"; font: 7.5pt sans-serif; color: #555; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt sans-serif; color: #555; }
}
`
}

const SCREEN = `:root {
  color-scheme: light dark;
  --ground: #fbf7f0; --surface: #ffffff; --sunk: #f3ece0; --text: #1d2b2f; --muted: #55656a; --line: #d9cfbf;
  --accent: #0f5c63; --good: #0d6a55; --good-soft: #dff1ea; --warning: #a1402b; --warning-soft: #fae6e0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10191c; --surface: #182427; --sunk: #1f2d31; --text: #e9eeec; --muted: #a6b5b6; --line: #34464b;
    --accent: #86d3d0; --good: #7fd6b7; --good-soft: #17392f; --warning: #f3a48f; --warning-soft: #43231b;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--text); overflow-wrap: anywhere;
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif;
}
main { max-width: 58rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 4rem; }
h1, h2, h3, h4 {
  font-family: 'Iowan Old Style', Palatino, 'Palatino Linotype', Georgia, 'DejaVu Serif', serif;
  font-weight: 600; line-height: 1.25; margin: 2rem 0 0.6rem; text-wrap: balance;
}
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.3rem); margin-top: 0.5rem; }
h2 { font-size: 1.5rem; margin-top: 3rem; padding-top: 1rem; border-top: 3px solid var(--accent); }
h3 { font-size: 1.25rem; }
h4 { font-size: 1.05rem; color: var(--accent); margin-top: 1.5rem; }
p { margin: 0 0 0.8rem; }
ul { margin: 0 0 1rem; padding-left: 1.2rem; }
li { margin: 0.25rem 0; }
li > ul { margin: 0.2rem 0 0.6rem; }
a { color: var(--accent); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code {
  font: 0.84em ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  background: var(--sunk); border-radius: 3px; padding: 0.05em 0.3em;
}
.notice { border-left: 5px solid; border-radius: 4px; padding: 0.7rem 1rem; }
.notice.good { border-color: var(--good); background: var(--good-soft); }
.notice.warning { border-color: var(--warning); background: var(--warning-soft); }
nav { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 0.8rem 1rem; }
nav ul { list-style: none; margin: 0; padding: 0; columns: 17rem; column-gap: 2rem; }
nav .level-2 { font-weight: 600; }
nav li { break-inside: avoid; }
nav .level-3 { padding-left: 1rem; }
table { border-collapse: collapse; width: 100%; background: var(--surface); margin: 0 0 1.5rem; }
caption { text-align: left; font-weight: 600; padding: 0.4rem 0; }
th, td { border: 1px solid var(--line); padding: 0.4rem 0.5rem; text-align: left; vertical-align: top; }
thead th { background: var(--sunk); }
tbody th { font-weight: 400; }
/* Columns as wide as their longest word: a word cut in the middle is no word. */
.cards { font-size: 0.86rem; overflow-wrap: break-word; }
.cards code { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: 0 0 1.5rem; }
.grid { width: auto; margin: 0; font-size: 0.86rem; }
.grid th, .grid td { padding: 0.2rem 0.4rem; }
.grid td { text-align: center; font-weight: 700; min-width: 1.9rem; }
.grid thead th { vertical-align: bottom; }
.grid thead th:not(:first-child) { padding: 0.4rem 0.2rem; text-align: center; }
.grid thead th:not(:first-child) span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
.grid thead code { background: none; padding: 0; }
.grid tbody th { min-width: 11rem; }
.grid tbody th code { display: block; width: fit-content; background: none; padding: 0; color: var(--muted); }
.grid tbody th, .grid thead th:first-child { position: sticky; left: 0; z-index: 1; }
.grid tbody th { background: var(--surface); }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.grid td { position: relative; }
`

/** Rows as cards; the matrix keeps its shape and scrolls. */
const NARROW = `@media screen and (max-width: 58rem) {
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards, .cards caption, .cards tbody, .cards tr, .cards th, .cards td { display: block; border: 0; }
  .cards { background: none; }
  .cards tr { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; margin: 0 0 0.8rem; padding: 0.6rem 0.8rem; }
  .cards th, .cards td { padding: 0.2rem 0; }
  .cards td { min-height: 1.6rem; }
  .cards td::before { content: attr(data-label) ' '; color: var(--muted); font-weight: 600; display: block; font-size: 0.8rem; }
  .grid tbody th { min-width: 8.5rem; max-width: 9.5rem; }
}
`

const PRINT = `@media print {
  :root {
    --ground: #ffffff; --surface: #ffffff; --sunk: #f2f2f2; --text: #000000; --muted: #333333; --line: #999999;
    --accent: #0f5c63; --good: #0d6a55; --good-soft: #ffffff; --warning: #a1402b; --warning-soft: #ffffff;
    color-scheme: light;
  }
  body { font-size: 9.5pt; line-height: 1.4; }
  main { max-width: none; padding: 0; }
  h2.new-sheet { break-before: page; }
  /* Neither a heading nor the line above a list stands alone at the foot of a page. */
  h1, h2, h3, h4, caption, p:has(+ ul), p:has(+ .scroll), p:has(+ .cards) { break-after: avoid; }
  h2 { margin-top: 1.5rem; }
  li, tr, .notice { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
  thead { display: table-header-group; }
  a { color: inherit; text-decoration: none; }
  nav { border: 0; padding: 0; }
  .scroll { overflow: visible; }
  .cards { font-size: 8pt; }
  .cards td:empty { height: 12mm; }
  .cards th, .cards td { padding: 1.2mm; }
  .grid { font-size: 7.5pt; }
  .grid th, .grid td { padding: 0.5mm 1mm; }
  .grid td { min-width: 0; width: 6mm; }
  .grid tbody th { min-width: 0; }
  .grid tbody th, .grid thead th:first-child { position: static; }
  .grid tbody th code { display: inline; }
}
`
