import { resourceRule } from "../rule";
import { CLUSTER, LIBRARY } from "../types";
import { valueAt, objectsAt, type Props } from "../value";

const EXACT_PYPI = /^[\w.-]+(?:\[[\w,.-]+\])?==\d+(?:\.\w+)*$/;
/** group:artifact:version, without a range. */
const EXACT_MAVEN = /^[^:]+:[^:]+:[\d][\w.-]*$/;

function unpinnedPackages(library: Props): string[] {
  const found: [unknown, RegExp][] = [
    [valueAt(library, "pypi.package"), EXACT_PYPI],
    [valueAt(library, "maven.coordinates"), EXACT_MAVEN],
    // CRAN always gives its newest.
    [valueAt(library, "cran.package"), /^\b$/],
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
  appliesTo: [CLUSTER, LIBRARY],
  check: ({ type, props }) =>
    (type === LIBRARY ? [props] : objectsAt(props, "libraries")).flatMap(unpinnedPackages),
});
