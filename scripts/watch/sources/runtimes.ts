import type { LabConfig } from "../../../infra/config";
import { endOfSupport, RUNTIMES_READ } from "../../../infra/runtimes";
import type { Watched } from "../thing";

/** The cluster's runtime, by the dated table of ends of support: no API says them. */
export function watchRuntime({ runtime }: LabConfig["databricks"]): Watched[] {
  const thing = {
    id: `databricks+${runtime}`,
    kind: "runtime" as const,
    name: `Databricks runtime ${runtime}`,
    isUsed: true,
  };
  const ends = endOfSupport(runtime);
  if (ends === undefined)
    return [
      { ...thing, unknown: `no long-term runtime of Databricks' page, as of ${RUNTIMES_READ}` },
    ];
  return [
    { ...thing, state: "supported", ends, source: `Databricks' page, as of ${RUNTIMES_READ}` },
  ];
}
