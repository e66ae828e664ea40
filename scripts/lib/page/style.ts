/**
 * Style that all pages of the lab share: colours, type, panels, tables, and how they print. Text has
 * a contrast of at least 4.5 : 1 in both schemes (WCAG 2, AA). A page adds its own rules after these.
 */
export const BASE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fbfaf7; --panel: #ffffff; --ink: #1d2126; --soft: #5b636d; --line: #e1ded6;
  --red: #a3341f; --amber: #7a5b00; --green: #33652a; --focus: #0b6b7c;
  --shadow: 0 1px 2px rgb(0 0 0 / .05), 0 4px 16px rgb(0 0 0 / .04);
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --panel: #1c2026; --ink: #e8e6e1; --soft: #a3abb5; --line: #333a43;
    --red: #f08b76; --amber: #e3bd56; --green: #94cf83; --focus: #58bfd0;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--panel); padding: .5rem 1rem; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; margin: 0; }
h2 { font-size: 1.45rem; margin: 3.25rem 0 .5rem; letter-spacing: -.01em; }
h3 { font-size: 1.02rem; }
p { margin: .5rem 0 1rem; max-width: 46rem; }
a { color: inherit; }
small, .soft { color: var(--soft); }
.eyebrow { font-size: .8rem; font-weight: 650; letter-spacing: .09em; text-transform: uppercase; color: var(--soft); margin: 0; }
.banner { border: 1.5px solid var(--amber); color: var(--amber); border-radius: .6rem; padding: .55rem .9rem; margin: 0 0 1.5rem; font-weight: 600; font-size: .95rem; max-width: none; }
.headline { background: var(--panel); border: 1px solid var(--line); border-left: .4rem solid var(--tone); border-radius: .8rem; padding: 1.6rem 1.8rem 1.3rem; margin-top: .9rem; box-shadow: var(--shadow); }
.headline h1 { font-size: clamp(1.4rem, 3vw, 1.85rem); letter-spacing: -.018em; max-width: 58rem; }
.pill { display: inline-block; border: 1.5px solid var(--tone); color: var(--tone); border-radius: 99rem; padding: .05rem .7rem; font-size: .82rem; font-weight: 650; white-space: nowrap; }
.headline .rest { font-size: 1.05rem; max-width: 58rem; margin: .7rem 0 0; }
.headline .eyebrow { margin-bottom: .5rem; } .headline .pill { margin-top: .9rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.8rem, 1fr)); gap: .9rem 1.25rem; margin: 1.4rem 0 0; padding: 1.1rem 0 0; border-top: 1px solid var(--line); }
.facts dt { font-size: .8rem; color: var(--soft); } .facts dd { margin: 0; font-weight: 600; font-size: .98rem; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 1rem; margin: 1rem 0 0; }
.card { background: var(--panel); border: 1px solid var(--line); border-radius: .8rem; padding: 1.1rem 1.25rem; box-shadow: var(--shadow); }
.card p { margin: .5rem 0 0; font-size: .95rem; } .card .pill, .card header .soft { display: inline-block; margin-top: .35rem; }
figcaption { font-size: .9rem; color: var(--soft); margin-top: .7rem; max-width: 50rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); font-size: .9rem; padding: 0 0 .5rem; }
th, td { text-align: right; padding: .42rem .7rem; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th:first-child, td:first-child, .text { text-align: left; } th:first-child, td:first-child { padding-left: 0; } thead th { font-size: .8rem; color: var(--soft); font-weight: 600; }
tbody th { font-weight: 600; } tr:last-child > * { border-bottom: 0; }
details { margin-top: 1rem; } summary { cursor: pointer; font-weight: 600; font-size: .95rem; }
details > .scroll, .scroll + .scroll { margin-top: .8rem; }
.cautions { border: 1.5px solid var(--amber); border-radius: .6rem; padding: .7rem 1.1rem .7rem 2rem; margin: 1.2rem 0 0; }
code { font: .88em ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .88rem; color: var(--soft); }
@page { size: A4; margin: 14mm 13mm; }
@media (max-width: 30rem) { .headline { padding: 1.1rem 1.1rem 1rem; } .card { padding: .9rem 1rem; } }
@media print {
  :root { --ground: #fff; --panel: #fff; --shadow: none; }
  html { font-size: 9.5pt; } body { font-size: 9pt; line-height: 1.42; } main { max-width: none; padding: 0; }
  .skip, details:not(.printed) { display: none; }
  details.printed::details-content { content-visibility: visible; height: auto; display: block; }
  summary { list-style: none; break-after: avoid; } summary::-webkit-details-marker { display: none; }
  h1, h2, h3, caption, thead, tr:first-child, section > p { break-after: avoid; }
  .card, tr, p, li { break-inside: avoid; }
  h2 { font-size: 13pt; margin: 1.3rem 0 .3rem; } h3 { font-size: 10pt; } p { max-width: none; margin: .3rem 0; }
  .banner, .headline, .card { border-radius: .3rem; } .banner { padding: .3rem .6rem; margin-bottom: .6rem; font-size: 8.5pt; }
  .headline { padding: .7rem 1rem; margin-top: 0; } .headline h1 { font-size: 14pt; max-width: none; } .headline .pill { margin-top: .3rem; }
  .facts { margin-top: .5rem; padding-top: .5rem; gap: .3rem 1rem; grid-template-columns: repeat(5, auto); }
  .cards { grid-template-columns: 1fr 1fr; gap: .6rem; margin-top: .5rem; } .card { padding: .5rem .8rem; } .card p { margin-top: .2rem; font-size: 8.5pt; }
  table { font-size: 8pt; } th, td { padding: .2rem .45rem; } .scroll { overflow: visible; }
  .headline { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
