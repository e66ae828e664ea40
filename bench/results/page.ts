import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { pageDocument } from "../../scripts/lib/page/document";
import { factsList } from "../../scripts/lib/page/facts";
import { drawn, html, type Html } from "../../scripts/lib/page/html";
import { type Figure, limitText, valueText, verdictOf } from "../figures";
import { keptRuns, type Run } from "./runs";
import { type History, sharePlot } from "./share-plot";

const PAGE = path.join(__dirname, "index.html");

/** The last run of a bench, and its figures with what earlier runs measured of them. */
interface LastOf {
  bench: string;
  run: Run;
  histories: readonly History[];
}

/** Writes the page of all kept runs. */
export function writePage(file = PAGE): void {
  writeFileSync(file, page(keptRuns()));
}

/** A page of the last run of each bench, which needs nothing else. The same runs give the same bytes. */
export function page(runs: readonly Run[]): string {
  const benches = [...new Set(runs.flatMap(({ figures }) => figures.map(({ bench }) => bench)))];
  const last = benches.sort().map((bench) => lastOf(bench, runs));
  const figures = last.flatMap(({ histories }) => histories.map(({ figure }) => figure));
  const count = (verdict: string): number =>
    figures.filter((figure) => verdictOf(figure) === verdict).length;
  const missed = count("MISSED");
  return pageDocument({
    title: "Figures of rai-lab",
    style: STYLE,
    skip: { text: "Skip to the table", to: "table" },
    main: html`<header class="headline" style="--tone: var(--${missed === 0 ? "green" : "red"})">
        <p class="eyebrow">Figures of rai-lab</p>
        <h1>${count("met")} limits are met, ${missed} are missed.</h1>
        <p class="rest">
          Each bench as it was last run with <code>npm run bench</code>. A limit is a number of an
          issue or of the field, never that of an earlier run.
        </p>
        ${factsList([
          ["benches", String(last.length)],
          ["figures", String(figures.length)],
          ["not measured", String(count("not measured"))],
          ["runs kept", String(runs.length)],
        ])}
      </header>
      <section>
        <h2>How much of each limit is used</h2>
        <p>
          Large dots are the last runs, small ones earlier runs. At 100 % a limit is reached; what
          is below 1 % or above 400 % is drawn there.
        </p>
        <div class="cards">${last.map(card)}</div>
      </section>
      <section id="table">
        <h2>All figures</h2>
        ${last.map(tableOf)}
      </section>`,
  });
}

function lastOf(bench: string, runs: readonly Run[]): LastOf {
  const own = runs.filter(({ figures }) => figures.some((one) => one.bench === bench));
  const run = own.at(-1)!;
  const valuesOf = (name: string): number[] =>
    own
      .slice(0, -1)
      .flatMap(({ figures }) => figures)
      .filter((one) => one.bench === bench && one.figure === name)
      .map(({ value }) => value);
  const histories = run.figures
    .filter((one) => one.bench === bench)
    .map((figure) => ({ figure, earlier: valuesOf(figure.figure) }));
  return { bench, run, histories };
}

const card = ({ bench, histories }: LastOf): Html =>
  drawn(
    sharePlot(bench, histories),
    (plot) =>
      html`<figure class="card">
        <h3>${bench}</h3>
        ${plot}
      </figure>`,
  );

function tableOf({ bench, run, histories }: LastOf): Html {
  const { machine } = run;
  return html`<div class="scroll">
    <table>
      <caption>
        <h3>${bench}</h3>
        ${run.date.slice(0, 16).replace("T", " ")} UTC, commit ${run.commit}: ${machine.cores} cores
        of ${machine.cpu}, ${machine.memoryGib} GiB, ${machine.system}, Node ${machine.node}, load
        ${machine.load} at the beginning
      </caption>
      <thead>
        <tr>
          <th scope="col">figure</th>
          <th scope="col">value</th>
          <th scope="col">limit</th>
          <th scope="col">verdict</th>
        </tr>
      </thead>
      <tbody>
        ${histories.map(({ figure }) => rowOf(figure))}
      </tbody>
    </table>
  </div>`;
}

const rowOf = (figure: Figure): Html =>
  html`<tr>
    <th scope="row">${figure.figure}</th>
    <td>${valueText(figure)}</td>
    <td>${limitText(figure.limit)}</td>
    <td class="${verdictOf(figure) === "MISSED" ? "missed" : ""}">${verdictOf(figure)}</td>
  </tr>`;

const STYLE = `
.card { margin: 0; } .card svg { max-width: 100%; height: auto; display: block; margin-top: .6rem; }
.scroll { margin-top: 2rem; } caption h3 { color: var(--ink); }
tbody th { font-weight: 400; } .missed { color: var(--red); font-weight: 650; }
`;
