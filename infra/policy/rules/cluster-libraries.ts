import { resourceRule } from "../rule";
import { CLUSTER, LIBRARY } from "../types";
import { at, mapsAt, type Props } from "../value";

const EXACT = /^[\w.-]+(?:\[[\w,.-]+\])?==\d+(?:\.\w+)*$/;
/** group:artifact:version, without a range. */
const MAVEN = /^[^:]+:[^:]+:[\d][\w.-]*$/;

function unpinned(library: Props): string[] {
  const found: [unknown, RegExp][] = [
    [at(library, "pypi.package"), EXACT],
    [at(library, "maven.coordinates"), MAVEN],
    // CRAN always gives its newest.
    [at(library, "cran.package"), /^\b$/],
  ];
  return found.flatMap(([name, form]) =>
    typeof name === "string" && !form.test(name) ? [`${name} is not pinned`] : [],
  );
}

export const clusterLibraries = resourceRule({
  name: "cluster-libraries",
  description:
    "Every library has one exact version, so that the last seat of a class gets what the first one got.",
  cure: "Write it as openai==2.54.0.",
  severity: "medium",
  on: [CLUSTER, LIBRARY],
  check: ({ type, props }) =>
    (type === LIBRARY ? [props] : mapsAt(props, "libraries")).flatMap(unpinned),
});
