import { LabError } from "../../../infra/errors";
import { didYouMean } from "../../lib/shell/did-you-mean";
import { BASELINE } from "../text/lexicon";
import type { Choices } from "./choices";
import { columnFor } from "./columns/find";
import { listed, type Profile } from "./columns/profile";
import { isBaselineWord } from "./columns/vocabulary";

/** The ways of asking in a file. */
export interface Conditions {
  column?: string;
  taken?: string;
  /** The id of a value; the verdict is about `M0`. */
  idOf(value: string | undefined): string;
  /** The name of the baseline in the file. */
  baseline?: string;
}

/**
 * The ways of asking, and the one that the verdict is about. Several models are not pooled: they are
 * compared, or one is chosen.
 * @throws LabError `usage` if it cannot tell
 */
export function conditionsOf(
  { profile, total }: { profile: Profile; total: number },
  used: ReadonlySet<string>,
  model: string | undefined,
  choices: Choices,
): Conditions {
  const column = columnFor("condition", choices, profile, used);
  if (model !== undefined && model !== column) refuseSeveral(profile, model);
  if (column === undefined) {
    if (choices.baseline !== undefined)
      throw new LabError("usage", "--baseline needs a column of ways of asking", {
        cure: "--condition COLUMN --baseline VALUE",
      });
    return { idOf: () => BASELINE };
  }
  const { values, records } = profile.get(column)!;
  const names = [...values.keys()];
  // Answers without a way of asking are the baseline.
  const isPartial = records < total && choices.baseline === undefined;
  const baseline = isPartial ? undefined : baselineOf(column, names, choices.baseline);
  return {
    column,
    taken:
      names.length < 2 && !isPartial
        ? undefined
        : `“${column}” as the way of asking (baseline: ${baseline ?? "answers without one"}, of ${listed(names)})`,
    baseline,
    // A way of asking that is called M0 and is not the baseline keeps its name, not its id.
    idOf: (value) => {
      if (value === undefined || value === baseline) return BASELINE;
      return value === BASELINE ? `${BASELINE} (as recorded)` : value;
    },
  };
}

function baselineOf(
  column: string,
  names: readonly string[],
  asked: string | undefined,
): string | undefined {
  if (asked !== undefined) {
    const found = names.find((name) => name.toLowerCase() === asked.toLowerCase());
    if (found !== undefined) return found;
    throw new LabError(
      "usage",
      `--baseline: “${column}” has no value "${asked}".${didYouMean(asked, names)}`,
      { cure: `its values are ${listed(names, 20)}` },
    );
  }
  if (names.length === 1) return names[0];
  const known = names.find((name) => name === BASELINE) ?? names.find(isBaselineWord);
  if (known !== undefined) return known;
  throw new LabError(
    "journal",
    `“${column}” has ${names.length} ways of asking (${listed(names)}), and the verdict is about one of them`,
    { cure: `--baseline "${names[0]!}"` },
  );
}

function refuseSeveral(profile: Profile, column: string): void {
  const models = [...profile.get(column)!.values.keys()];
  if (models.length < 2) return;
  throw new LabError(
    "journal",
    `the answers come from ${models.length} models (${listed(models)}), and a verdict is about one`,
    {
      cure: `choose one: --where "${column}=${models[0]!}"; or compare them: --condition "${column}" --baseline "${models[0]!}"`,
    },
  );
}
