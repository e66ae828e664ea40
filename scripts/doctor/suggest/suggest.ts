import { refusalOf } from "../../lib/azure/errors";
import type { Finding } from "../finding";
import type { DoctorInput } from "../rule-context";
import { type Axis, axesOf, type Choice, type Setting, type Values } from "./axes";
import { type Judged, isDecided, Judge } from "./judge";
import { valueOf } from "./reads";

/** Settings that change together, and why. */
export interface Change {
  /** The new values by key, such as `model.name`; null removes the key. */
  settings: Record<string, string | number | null>;
  /** The values as they are. */
  before: Record<string, unknown>;
  /** Its part of the distance. */
  cost: number;
  /** What would be refused without it. */
  reasons: string[];
}

/** The nearest configuration that nothing is known against. */
export interface Suggestion {
  distance: number;
  changes: Change[];
  /** What would still be a warning or unknown. */
  remaining: Finding[];
}

/** That no configuration works, as far as could be asked. */
export interface NoSuggestion {
  /** What refused what was tried, the nearest first. */
  reasons: string[];
  /** How many configurations were judged. */
  tried: number;
}

/** A configuration whose first axes are decided. */
interface Node {
  cost: number;
  /** Places of its choices: of equally near ones the lower is better. */
  ranks: number[];
  choices: Choice[];
}

/**
 * Finds the nearest configuration that the doctor's rules have nothing against: best first over
 * region, model, kind of deployment, capacity, machine and the rest. What a rule refused is not
 * tried again with other values for what that rule did not read.
 * @throws the errors of Azure's client, when not even the own region can be asked
 */
export async function suggest(input: DoctorInput): Promise<Suggestion | NoSuggestion> {
  const judge = new Judge(input);
  const search = new Search(input, judge, await axesFor(input, judge));
  return search.run();
}

/** A stack that exists stays in its region: another one would delete what it has. */
async function axesFor({ config, recorded }: DoctorInput, judge: Judge): Promise<Axis[]> {
  const { openaiAccountId, workspaceId } = config.existing ?? {};
  const isBound = openaiAccountId !== undefined && workspaceId !== undefined;
  const exists = (recorded?.resources.length ?? 0) > 0;
  return axesOf(config, exists || isBound ? [] : await othersThan(config.location, judge));
}

async function othersThan(location: string, judge: Judge): Promise<string[]> {
  try {
    return (await judge.regions()).filter((region) => region !== location);
  } catch (error) {
    if (refusalOf(error)) return [];
    throw error;
  }
}

class Search {
  private readonly open: Node[] = [{ cost: 0, ranks: [], choices: [] }];
  private readonly conflicts: Judged[] = [];
  private tried = 0;

  constructor(
    private readonly input: DoctorInput,
    private readonly judge: Judge,
    private readonly axes: readonly Axis[],
  ) {}

  async run(): Promise<Suggestion | NoSuggestion> {
    for (let node = this.next(); node; node = this.next()) {
      if (node.choices.length < this.axes.length) {
        await this.expand(node);
        continue;
      }
      this.tried++;
      const conflicts = await this.judge.conflicts(valuesOf(node));
      if (conflicts.length === 0) return this.suggestionOf(node);
      this.conflicts.push(...conflicts);
    }
    const reasons = this.conflicts.map(({ finding }) => `${finding.rule}: ${finding.message}`);
    return { reasons: [...new Set(reasons)], tried: this.tried };
  }

  /** The nearest node that no conflict decides against. */
  private next(): Node | undefined {
    for (;;) {
      const nearest = this.open.pop();
      if (!nearest || !this.isRefused(nearest)) return nearest;
    }
  }

  /** Keeps the nearest node last. */
  private insert(node: Node): void {
    let [low, high] = [0, this.open.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(node, this.open[middle]!)) low = middle + 1;
      else high = middle;
    }
    this.open.splice(low, 0, node);
  }

  private isRefused(node: Node): boolean {
    const config = this.judge.configWith(valuesOf(node));
    const later = this.axes.slice(node.choices.length);
    const undecided = new Set(later.flatMap(({ settings }) => settings));
    return this.conflicts.some((conflict) => isDecided(conflict, config, undecided));
  }

  private async expand(node: Node): Promise<void> {
    const axis = this.axes[node.choices.length]!;
    const choices = [UNCHANGED, ...(await this.alternatives(axis, valuesOf(node)))];
    choices.forEach((choice, rank) => {
      this.insert({
        cost: node.cost + choice.cost,
        ranks: [...node.ranks, rank],
        choices: [...node.choices, choice],
      });
    });
  }

  /** What differs from the configured values; nothing where Azure does not answer. */
  private async alternatives(axis: Axis, chosen: Values): Promise<Choice[]> {
    const { config } = this.input;
    try {
      const choices = await axis.alternatives({
        config,
        now: new Date(this.input.now),
        accountRegion: () => this.judge.regionOf("account", chosen),
        workspaceRegion: () => this.judge.regionOf("workspace", chosen),
        largestCapacity: () => this.largestCapacity(chosen),
      });
      return choices.filter(({ values }) => differs(values, this.judge, config));
    } catch (error) {
      if (refusalOf(error)) return [];
      throw error;
    }
  }

  /** The largest capacity below the configured one that no rule refuses. */
  private async largestCapacity(chosen: Values): Promise<number | undefined> {
    const { capacity: asked } = this.input.config.model;
    const refuses = (capacity: number): Promise<boolean> =>
      this.judge.refusesCapacity({ ...chosen, "model.capacity": capacity });
    if (asked === 1 || !(await refuses(asked)) || (await refuses(1))) return undefined;
    let [accepted, refused] = [1, asked];
    while (refused - accepted > 1) {
      const middle = Math.floor((accepted + refused) / 2);
      if (await refuses(middle)) refused = middle;
      else accepted = middle;
    }
    return accepted;
  }

  private async suggestionOf(node: Node): Promise<Suggestion> {
    const made = node.choices.filter((choice) => choice !== UNCHANGED);
    const changes = await Promise.all(
      made.map(async (choice): Promise<Change> => {
        const others = made.filter((one) => one !== choice);
        const conflicts = await this.judge.conflicts(valuesOf({ choices: others }));
        return {
          ...this.changedBy(choice),
          cost: choice.cost,
          reasons: conflicts.map(({ finding }) => `${finding.rule}: ${finding.message}`),
        };
      }),
    );
    const judged = await this.judge.findings(valuesOf(node));
    return {
      distance: node.cost,
      changes,
      remaining: judged.map(({ finding }) => finding).filter(({ status }) => status !== "ok"),
    };
  }

  private changedBy({ values }: Choice): Pick<Change, "settings" | "before"> {
    const { config } = this.input;
    const entries = (Object.entries(values) as [Setting, string | number | undefined][]).filter(
      ([setting, value]) => valueOf(config, setting) !== value,
    );
    return {
      settings: Object.fromEntries(entries.map(([setting, value]) => [setting, value ?? null])),
      before: Object.fromEntries(entries.map(([setting]) => [setting, valueOf(config, setting)])),
    };
  }
}

const UNCHANGED: Choice = { values: {}, cost: 0 };

const valuesOf = ({ choices }: Pick<Node, "choices">): Values =>
  Object.assign({}, ...choices.map(({ values }) => values)) as Values;

function differs(values: Values, judge: Judge, config: DoctorInput["config"]): boolean {
  const changed = judge.configWith(values);
  return (Object.keys(values) as Setting[]).some(
    (setting) => valueOf(changed, setting) !== valueOf(config, setting),
  );
}

/** Nearer, or as near and better: earlier choices first. */
function isBefore(a: Node, b: Node): boolean {
  if (a.cost !== b.cost) return a.cost < b.cost;
  // A node that is further on is nearer to the end.
  if (a.choices.length !== b.choices.length) return a.choices.length > b.choices.length;
  const place = a.ranks.findIndex((rank, i) => rank !== b.ranks[i]);
  return place >= 0 && a.ranks[place]! < b.ranks[place]!;
}
