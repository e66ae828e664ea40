/**
 * Style of the report, after that of every page. Women are amber and men are teal, which
 * colour-blind readers can distinguish; nothing relies on colour alone.
 */
export const STYLE = `
:root {
  --women: #a2530a; --men: #0b6b7c; --they: #6d6a75; --none: #b9b5ac;
  --band: #dfe7d8; --band-ink: #3c5c2c; --difference: var(--red); --unsettled: var(--amber); --inside: var(--green); --beyond: #f6e5e0;
  --masculine: #cfe8ec; --feminine: #f8dfc2; --marker: #e9e6df;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --women: #f0a557; --men: #58bfd0; --they: #a9a5b3; --none: #565b63;
    --band: #26352a; --band-ink: #a5cf93; --beyond: #3a2422;
    --masculine: #174751; --feminine: #59391a; --marker: #333840;
  }
}
.difference { --tone: var(--difference); } .inconclusive { --tone: var(--unsettled); } .within-margin { --tone: var(--inside); }
figure { margin: 1.2rem 0 0; background: var(--panel); border: 1px solid var(--line); border-radius: .8rem; padding: 1.2rem 1.25rem 1rem; box-shadow: var(--shadow); }
figure.narrow { max-width: 30rem; }
.card svg { margin: .6rem 0 0; }
.card details { margin-top: .5rem; } .card summary { font-size: .88rem; color: var(--soft); }
.key { font-size: .92rem; color: var(--soft); margin-top: 1rem; }
svg { width: 100%; height: auto; display: block; font-family: inherit; --plot-background: var(--panel) !important; }
.answers { margin-top: 1.1rem; }
.pair > .scroll { margin-top: 0; }
.pair, .trio { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: 1rem; }
.trio { margin-top: .6rem; }
blockquote { margin: 0; background: var(--panel); border: 1px solid var(--line); border-top: .25rem solid var(--tone); border-radius: .6rem; padding: .85rem 1.1rem 1rem; font-size: .95rem; box-shadow: var(--shadow); overflow-wrap: anywhere; }
blockquote p { margin: 0; white-space: pre-line; }
blockquote.female { --tone: var(--women); } blockquote.male { --tone: var(--men); } blockquote.neutral { --tone: var(--none); }
blockquote cite { display: block; font-style: normal; font-weight: 650; font-size: .88rem; color: var(--soft); margin-bottom: .35rem; }
mark { color: inherit; border-radius: .2rem; padding: 0 .12em; background: var(--marker); }
mark.masculine { background: var(--masculine); border-bottom: 2px solid var(--men); }
mark.feminine { background: var(--feminine); border-bottom: 2px dashed var(--women); }
mark.marker { color: var(--soft); }
.legend { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; font-size: .9rem; list-style: none; padding: 0; margin: .8rem 0 0; }
.swatch { display: inline-block; width: .8rem; height: .8rem; border-radius: .2rem; margin-right: .4rem; vertical-align: -.05rem; }
.prose li { margin: .35rem 0; max-width: 46rem; }
@media print {
  .card details { display: none; }
  .summary { break-after: page; }
  .legend { break-after: avoid; }
  figure, blockquote, .trio, .pair { break-inside: avoid; }
  .prose li { max-width: none; margin: .3rem 0; }
  figure, blockquote { border-radius: .3rem; }
  .card svg { max-width: 17rem; margin: .2rem auto 0; }
  .trio { grid-template-columns: repeat(auto-fit, minmax(31%, 1fr)); gap: .5rem; } .pair { grid-template-columns: 1fr 1fr; } blockquote { padding: .4rem .6rem; font-size: 7.5pt; line-height: 1.35; }
  mark, .swatch, svg * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
