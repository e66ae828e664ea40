import type { Kind } from "../scenario";
import { fine, variant } from "./common";

const API_VERSIONS = ["v1", "2024-10-21", "2023-03-15-preview", "2023-12-01-preview"];
const RUNTIMES = ["13.3", "14.3", "15.4", "16.4", "17.3"].map(
  (release) => `${release}.x-cpu-ml-scala2.${release === "17.3" ? 13 : 12}`,
);
/** A runtime and a version of the openai package. */
const PAIRS = [
  ["16.4", "1.42.0"],
  ["15.4", "1.42.0"],
  ["16.4", "1.55.3"],
  ["17.3", "1.42.0"],
  ["17.3", "2.54.0"],
] as const;
const MODEL = { name: "gpt-4o", version: "2024-11-20", sku: "Standard", capacity: 5 };

/** Versions that end, or do not fit each other. */
export const versions: Kind = {
  name: "versions",
  variants: [
    variant("api-versions", (subscription, draw) =>
      fine(subscription, draw, { openai: { apiVersion: draw.each(API_VERSIONS) }, model: MODEL }),
    ),
    variant("runtimes", (subscription, draw) =>
      fine(subscription, draw, { databricks: { runtime: draw.each(RUNTIMES) } }, "lab"),
    ),
    variant("libraries", (subscription, draw) => {
      const [release, version] = draw.each(PAIRS);
      const runtime = RUNTIMES.find((one) => one.startsWith(release));
      const databricks = { runtime, library: `openai==${version}` };
      return fine(subscription, draw, { databricks }, "lab");
    }),
  ],
};
