import { resourceTypesOf } from "../scripts/cloud/azure/resources/providers";
import { pathShape } from "../scripts/trial/path-shape";
import { type Figure, none, percent } from "./figures";
import { readCorpus, type Corpus, type Recording } from "./conformance/corpus";
import { judge, type Judged, type Verdict } from "./conformance/judge";
import { replay } from "./conformance/replay";

/** Names of the committed corpora: two of recordings, and one read from the source of a vendor's fake. */
export const CORPORA = ["azure-cli", "azure-cli-extensions", "databricks-cli"];

/** Of the calls to providers that the local cloud has, at most this percentage may be 501. */
const MOST_NOT_SIMULATED = 30;

/** Replays recordings of a corpus, each in a world of its own, and judges every call. */
export async function judgeRecordings(
  corpus: Corpus,
  recordings: readonly Recording[] = corpus.recordings,
): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const recording of recordings)
    judged.push(...judge(corpus, await replay(corpus, recording)));
  return judged;
}

/** `npm run bench conformance`: prints every difference, and counts by service. */
export async function benchConformance(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const name of CORPORA) {
    const corpus = readCorpus(name);
    const judged = await judgeRecordings(corpus);
    const { repository, commit, recordings } = corpus;
    console.log(`${repository}, commit ${commit.slice(0, 10)}: ${recordings.length} recordings`);
    for (const service of new Set(judged.map((one) => one.service))) {
      const its = judged.filter((one) => one.service === service);
      console.log(`  ${summaryOf(service, its)}`);
    }
    const problems = [...different(judged), ...unused(corpus, judged)];
    for (const problem of problems) console.log(problem);
    const ours = judged.filter(({ service }) => isOurs(service));
    const share = count(ours, "not simulated") / ours.length;
    figures.push(
      { figure: `${name}: calls`, value: judged.length },
      none(`${name}: different, or allowed in vain`, problems.length),
      percent(`${name}: 501 of providers that there are`, share, { most: MOST_NOT_SIMULATED }),
    );
  }
  return figures;
}

/** Whether the local cloud has any of a service. */
const isOurs = (service: string): boolean =>
  service.startsWith("Databricks ") || resourceTypesOf(service, []).length > 0;

const count = (judged: readonly Judged[], verdict: Verdict): number =>
  judged.filter((one) => one.verdict === verdict).length;

function summaryOf(title: string, judged: readonly Judged[]): string {
  const verdicts: Verdict[] = ["equal", "allowed", "not simulated", "different"];
  const counts = verdicts.map((verdict) => `${count(judged, verdict)} ${verdict}`);
  return `${title}: ${judged.length} calls, ${counts.join(", ")}`;
}

/** What differs, each once, without names. */
export const different = (judged: readonly Judged[]): string[] => [
  ...new Set(
    judged
      .filter(({ verdict }) => verdict === "different")
      .map(({ request, what }) => `${shapeOf(request)}: ${what.join(", ")}`),
  ),
];

function shapeOf(request: string): string {
  const at = request.indexOf("/");
  return request.slice(0, at) + pathShape(request.slice(at));
}

/** Differences that a corpus allows and that are gone. */
const unused = ({ allowed }: Corpus, judged: readonly Judged[]): string[] => {
  const used = new Set(judged.flatMap(({ rules }) => rules));
  return allowed
    .filter((rule) => !used.has(rule))
    .map(({ calls, reason }) => `nothing needs to be allowed for ${calls} (${reason})`);
};
