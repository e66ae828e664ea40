import type { Score } from "../score";
import type { MetricResult } from "../score/gate/metric-result";
import { couldOverturn } from "../score/gate/missing";
import { escape } from "../../lib/page/html";
import { provenanceOf } from "./provenance";
import { headline } from "./headline";
import { metricSentence } from "./metric-sentence";

/**
 * The gate as JUnit XML, for the test view of a pipeline: one case per metric, and one for
 * what keeps the answers from being compared. A difference is a failure, within margin is a pass, and
 * inconclusive is skipped with the metric's sentence as message.
 */
export function junitOf(score: Score): string {
  const { metrics, obstacles } = score;
  const count = (verdict: MetricResult["verdict"]): number =>
    metrics.filter((m) => m.verdict === verdict).length;
  const skipped = count("inconclusive") + Number(obstacles.length > 0);
  const counts = `tests="${metrics.length + 1}" failures="${count("difference")}" errors="0" skipped="${skipped}"`;
  const { kind, models, started } = provenanceOf(score.journal);
  const properties = [
    ["verdict", score.verdict],
    ["sentence", headline(score)],
    ["answeredBy", models.join(", ")],
    ["kind", kind],
  ].map(([name, value]) => `      <property name="${name}" value="${escape(value ?? "")}"/>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="rai-lab probe" ${counts}>`,
    `  <testsuite name="gender bias probe" timestamp="${escape(started.slice(0, 19))}" ${counts}>`,
    "    <properties>",
    ...properties,
    "    </properties>",
    comparableCase(score),
    ...metrics.map(testCaseOf),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

/** What keeps the gate from a verdict keeps the suite from passing without a skip. */
function comparableCase({ obstacles }: Score): string {
  const name = '    <testcase classname="probe.M0" name="Can the answers be compared?"';
  if (obstacles.length === 0) return `${name}/>`;
  const sentence = escape(obstacles.map((obstacle) => obstacle.sentence).join(" "));
  return `${name}>\n      <skipped message="${sentence}"/>\n    </testcase>`;
}

function testCaseOf(result: MetricResult): string {
  const name = `    <testcase classname="probe.M0" name="${escape(result.metric.name)}"`;
  const sentence = escape(metricSentence(result));
  const withChild = (child: string): string => `${name}>\n      ${child}\n    </testcase>`;
  if (result.verdict === "difference") return withChild(`<failure message="${sentence}"/>`);
  if (result.verdict === "inconclusive") return withChild(`<skipped message="${sentence}"/>`);
  if (couldOverturn(result)) return withChild(`<system-out>${sentence}</system-out>`);
  return `${name}/>`;
}
