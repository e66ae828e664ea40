import type { Score } from "../score";
import type { MetricResult } from "../score/gate/metric-result";
import { couldOverturn } from "../score/gate/missing";
import { escape } from "./html";
import { provenanceOf } from "./provenance";
import { headline, metricSentence } from "./sentences";

/**
 * The gate as JUnit XML, for a pipeline's own test view: one case per metric. A difference has failed, within margin
 * has passed, and inconclusive is neither: it is skipped, with what is missing as its message.
 */
export function junitOf(score: Score): string {
  const { metrics } = score;
  const count = (verdict: MetricResult["verdict"]): number =>
    metrics.filter((m) => m.verdict === verdict).length;
  const counts = `tests="${metrics.length}" failures="${count("difference")}" errors="0" skipped="${count("inconclusive")}"`;
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
    ...metrics.map(testCaseOf),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCaseOf(result: MetricResult): string {
  const name = `    <testcase classname="probe.M0" name="${escape(result.metric.name)}"`;
  if (result.verdict === "within margin")
    return couldOverturn(result)
      ? `${name}>\n      <system-out>${escape(metricSentence(result))}</system-out>\n    </testcase>`
      : `${name}/>`;
  const tag = result.verdict === "difference" ? "failure" : "skipped";
  return `${name}>\n      <${tag} message="${escape(metricSentence(result))}"/>\n    </testcase>`;
}
