/** Style of the board, after that of every page. It is a table on a screen, and cards on a phone. */
export const STYLE = `
main { max-width: 96rem; }
.good { --tone: var(--green); } .warn { --tone: var(--amber); } .bad { --tone: var(--red); } .plain { --tone: var(--soft); }
.shapes { position: absolute; width: 0; height: 0; }
.counts { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; list-style: none; padding: 0; margin: .9rem 0 0; }
.state { color: var(--tone); font-weight: 650; white-space: nowrap; }
.state.plain { color: var(--ink); }
.state svg { width: 1em; height: 1em; margin-right: .4em; vertical-align: -.12em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.tag { display: inline-block; border: 1.5px solid var(--tone); color: var(--tone); border-radius: .7rem; padding: 0 .5rem; font-size: .8rem; font-weight: 650; }
.attention { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(32rem, 100%), 1fr)); gap: .8rem; margin: 1rem 0 0; }
.attention li { background: var(--panel); border: 1px solid var(--line); border-left: .3rem solid var(--tone); border-radius: .6rem; padding: .7rem 1rem; overflow-wrap: anywhere; }
.attention p { margin: .25rem 0 0; max-width: none; font-size: .92rem; } .seats a { margin-right: .5rem; }
.shared { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .9rem 1.25rem; margin: 1rem 0 0; background: var(--panel); border: 1px solid var(--line); border-radius: .8rem; padding: 1.1rem 1.25rem; box-shadow: var(--shadow); overflow-wrap: anywhere; }
.shared dt { font-size: .8rem; color: var(--soft); } .shared dd { margin: 0; font-size: .95rem; } .shared dd > * { margin-right: .5rem; }
#tools, #renewal { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1.25rem; margin: 1rem 0; max-width: none; }
#tools[hidden], #renewal[hidden], tr[hidden] { display: none !important; }
#tools p { margin: 0; color: var(--soft); font-size: .92rem; }
input, select, button { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--soft); border-radius: .4rem; padding: .3rem .6rem; }
#renewed { color: var(--soft); } #stale { color: var(--red); }
#renewal button[aria-pressed=true] { border-color: var(--amber); color: var(--amber); }
:focus-visible { outline: 2.5px solid var(--focus); outline-offset: 2px; }
th, td { text-align: left; vertical-align: top; padding: .6rem .7rem; overflow-wrap: anywhere; }
thead th { position: sticky; top: 0; background: var(--ground); box-shadow: inset 0 -1px var(--line); z-index: 1; }
thead button { font-weight: 600; border: 0; background: none; padding: .2rem; margin: -.2rem; text-align: left; cursor: pointer; }
thead button::after { content: " ↕"; } [aria-sort=ascending] button::after { content: " ↑"; } [aria-sort=descending] button::after { content: " ↓"; }
tr:target > * { background: var(--panel); box-shadow: inset 0 2px var(--focus), inset 0 -2px var(--focus); } tbody tr { scroll-margin-top: 3rem; }
table { table-layout: fixed; } thead th { overflow-wrap: normal; }
thead th:nth-child(1) { width: 20%; } thead th:nth-child(2) { width: 20%; } thead th:nth-child(3) { width: 8%; } thead th:nth-child(6) { width: 9%; } thead th:nth-child(7) { width: 12%; } thead th:nth-child(8) { width: 10%; }
tbody th > * { display: block; font-weight: 400; } tbody th > .who { font-weight: 650; }
td p { margin: .25rem 0 0; max-width: none; } td > small { display: block; } td > a, td > span.soft { display: block; width: fit-content; }
td:nth-child(4), td:nth-child(5), td:nth-child(6), td:nth-child(8) { overflow-wrap: normal; }
@media screen and (max-width: 62rem) {
  table, thead, tbody, tr, tbody th, tbody td { display: block; width: auto !important; }
  thead { position: absolute; left: -999rem; }
  thead:has(button) { position: static; } thead:has(button) tr { display: flex; flex-wrap: wrap; gap: .2rem .8rem; } thead:has(button)::before { content: "Sort by"; font-size: .8rem; color: var(--soft); }
  thead th { position: static; width: auto !important; padding: .2rem 0; box-shadow: none; border: 0; white-space: nowrap; } thead th:not([data-sorts]) { display: none; }
  tbody tr { background: var(--panel); border: 1px solid var(--line); border-radius: .8rem; padding: .8rem 1rem; margin: 0 0 .8rem; box-shadow: var(--shadow); }
  tbody th, tbody td { padding: .2rem 0; border: 0; white-space: normal !important; }
  tbody td::before { content: attr(data-label) ": "; color: var(--soft); font-size: .85rem; }
  td > small, td > a, td > span.soft { display: inline; } td > a { margin-right: .8rem; }
}
@page { size: A4 landscape; margin: 10mm; }
@media print {
  #tools, #renewal, thead button::after { display: none; }
  .facts { grid-template-columns: repeat(6, auto); } .counts { margin: .3rem 0 0; gap: .2rem 1rem; }
  .attention { gap: .3rem; margin: .3rem 0 0; } .attention li { padding: .3rem .6rem; break-inside: avoid; } .attention h3 { font-size: 9pt; } .attention p { font-size: 8pt; }
  th, td { padding: .15rem .45rem; } thead th { position: static; } thead button { padding: 0; margin: 0; }
  /* Addresses cannot be clicked on paper, answers go on, and why seats failed is said above the table. */
  th:nth-child(3), td:nth-child(3), th:nth-child(8), td:nth-child(8), .failure { display: none; }
  thead th:nth-child(1) { width: 38%; } thead th:nth-child(2) { width: 16%; } thead th:nth-child(4) { width: 13%; } thead th:nth-child(5) { width: 15%; } thead th:nth-child(6) { width: 8%; } thead th:nth-child(7) { width: 10%; }
  tbody th > *, td > p { display: inline; } td > small { display: none; } tbody th > .who { margin-right: .5rem; } td > p { font-size: 7.5pt; } .tag { font-size: 7pt; }
  .shared { padding: .4rem .6rem; grid-template-columns: repeat(8, auto); font-size: 8pt; }
  .state, .tag, .headline { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
