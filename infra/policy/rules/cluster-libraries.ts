import { resourceRule } from "../rule";
import { CLUSTER, LIBRARY } from "../types";
import { valueAt, objectsAt, type Props } from "../value";

/** `name==version`, with or without extras. */
const EXACT_PYPI = /^[\w.-]+(?:\[[\w,.-]+\])?==\d+(?:\.\w+)*$/;
/** group:artifact:version, without a range. */
const EXACT_MAVEN = /^[^:]+:[^:]+:[\d][\w.-]*$/;

/** One message for each package of a library that has no exact version. */
function* unpinnedPackages(library: Props): Iterable<string> {
  const packages: [unknown, RegExp][] = [
    [valueAt(library, "pypi.package"), EXACT_PYPI],
    [valueAt(library, "maven.coordinates"), EXACT_MAVEN],
    // A CRAN package always comes in its newest version: no name matches.
    [valueAt(library, "cran.package"), /^\b$/],
  ];
  for (const [name, form] of packages)
    if (typeof name === "string" && !form.test(name)) yield `${name} is not pinned`;
}

/** Libraries without one exact version. */
export const clusterLibraries = resourceRule({
  name: "cluster-libraries",
  description:
    "Every library has one exact version, so that the last seat of a class gets what the first one got.",
  cure: "Write it as openai==2.54.0.",
  severity: "medium",
  appliesTo: [CLUSTER, LIBRARY],
  *check({ type, props }) {
    if (type === LIBRARY) yield* unpinnedPackages(props);
    else for (const library of objectsAt(props, "libraries")) yield* unpinnedPackages(library);
  },
});
