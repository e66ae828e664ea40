import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import { wholeNumber } from "../../lib/shell/whole-number";
import { checkDesign, readPrompts } from "../../probe";

/** The options of `lab probe` that shape the design, as the user typed them. */
export interface DesignArgs {
  samples: string;
  conditions: string;
  seed: string;
  sequential?: boolean | undefined;
  "max-tokens"?: string | undefined;
  prompts?: string | undefined;
}

/**
 * Reads the design from the options.
 * @throws LabError `usage` with the option and the values it accepts
 */
export function designOf(args: DesignArgs) {
  const conditions = args.conditions.split(",").map((id) => id.trim().toUpperCase());
  if (conditions.includes(""))
    throw new LabError(
      "usage",
      `--conditions takes ids with commas between them, not "${args.conditions}"`,
      { cure: "npx lab probe --conditions M0,M1" },
    );
  const repeated = conditions.find((id, k) => conditions.indexOf(id) !== k);
  if (repeated !== undefined)
    throw new LabError("usage", `--conditions names ${repeated} twice`, {
      cure: `npx lab probe --conditions ${[...new Set(conditions)].join(",")}`,
    });
  const budget = args["max-tokens"];
  const design = {
    samples: wholeNumber("probe", "samples", args.samples),
    seed: wholeNumber("probe", "seed", args.seed),
    conditions,
    ...(args.sequential && { sequential: true }),
    ...(args.prompts !== undefined && { prompts: readPrompts(path.resolve(args.prompts)) }),
    ...(budget !== undefined && { maxTokens: wholeNumber("probe", "max-tokens", budget) }),
  };
  checkDesign(design);
  return design;
}
