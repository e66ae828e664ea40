/** Style of the cards, after that of every page: 2 × 4 on A4, with dashed lines to cut along. */
export const HANDOUTS_STYLE = `
.handouts { list-style: none; padding: 0; margin: 2rem 0 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); }
.handout { border: 1px dashed var(--soft); margin: -1px 0 0 -1px; padding: 1rem 1.25rem; overflow-wrap: anywhere; background: var(--panel); break-inside: avoid; }
.handout h2 { font-size: 1.25rem; margin: .15rem 0 .6rem; text-wrap: wrap; }
.handout dl { margin: 0; display: grid; gap: .4rem; } .handout .plain { display: grid; grid-template-columns: 5.2rem 1fr; align-items: baseline; }
.handout dt { font-size: .8rem; color: var(--soft); } .handout dd { margin: 0; font-weight: 600; font-size: .95rem; }
.handout .address dd { font: 600 .9rem/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.handout h2.long { font-size: 1rem; }
.rehearsal { color: var(--amber); font-size: .85rem; margin: .5rem 0 0; }
:focus-visible { outline: 2.5px solid var(--focus); outline-offset: 2px; }
@page { size: A4; margin: 8mm; }
@media print {
  .screen { display: none; }
  .handouts { grid-template-columns: 97mm 97mm; margin: 0; }
  .handout { min-height: 68mm; padding: 5mm; }
  .handout h2 { font-size: 12.5pt; margin: .5mm 0 2mm; break-after: auto; } .handout h2.long { font-size: 9.5pt; }
  .handout dd { font-size: 9pt; line-height: 1.35; } .handout dt { font-size: 8pt; } .handout .address dd { font-size: 8.5pt; line-height: 1.3; } .handout .plain { grid-template-columns: 17mm 1fr; }
  .handout a { text-decoration: none; } .rehearsal { font-size: 8pt; }
}
`;
