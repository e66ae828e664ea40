import { resourceTypesOf } from "../scripts/cloud/azure/resources/providers";
import { pathShape } from "../scripts/trial/path-shape";
import { readCorpus, type Corpus, type Recording } from "./conformance/corpus";
import { judge, type Judged, type Verdict } from "./conformance/judge";
import { replay } from "./conformance/replay";

/** Names of the committed corpora: two of recordings, and one read from the source of a vendor's fake. */
export const CORPORA = ["azure-cli", "azure-cli-extensions", "databricks-cli"];

/** Of the calls to providers that the local cloud has, at most this share may be 501. */
const MOST_NOT_SIMULATED = 0.3;

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

/** `npm run bench conformance`. @throws Error when more than the limits is different or 501 */
export async function benchConformance(): Promise<void> {
  const problems: string[] = [];
  for (const name of CORPORA) {
    const corpus = readCorpus(name);
    const judged = await judgeRecordings(corpus);
    const { repository, commit, recordings } = corpus;
    console.log(`${repository}, commit ${commit.slice(0, 10)}: ${recordings.length} recordings`);
    for (const service of new Set(judged.map((one) => one.service))) {
      const its = judged.filter((one) => one.service === service);
      console.log(`  ${summaryOf(service, its)}`);
    }
    const ours = judged.filter(({ service }) => isOurs(service));
    console.log(`  ${summaryOf("providers that the local cloud has", ours)}`);
    console.log(`  ${summaryOf("all", judged)}`);
    problems.push(...different(judged), ...unused(corpus, judged));
    const share = count(ours, "not simulated") / ours.length;
    if (share > MOST_NOT_SIMULATED) problems.push(`${(100 * share).toFixed(0)} % are 501`);
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
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
