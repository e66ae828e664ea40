import * as pulumi from "@pulumi/pulumi";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import type { InlineProgram } from "../../scripts/engine/embedded";
import { Thing } from "./thing";

const MOST = 6;
/** A secret of the program's own. */
export const PROGRAM_SECRET = "secret-of-the-program";

class Group extends pulumi.ComponentResource {
  constructor(name: string) {
    super("bench:index:Group", name);
  }
}

class Provider extends pulumi.ProviderResource {
  constructor(name: string, zone: string) {
    super("bench", name, { zone });
  }
}

/** One resource of a program; numbers that are even or small leave an option out. */
interface Wish {
  place: number;
  size: number;
  label: number;
  color: number;
  from: number;
  tie: number;
  trigger: number;
}

/**
 * A program of up to six resources of the same names each time, with what the programs of the lab use:
 * components, providers of their own, secrets, dependencies, replacements by change, by a trigger and with
 * another resource, and deletions with one.
 */
export function randomProgram(random: RandomGenerator): InlineProgram {
  const upTo = (most: number): number => uniformInt(random, 0, most);
  const isOwn = upTo(1) === 1;
  const zone = `zone-${upTo(1)}`;
  const wishes = Array.from({ length: MOST }, (_, place): Wish => ({
    place,
    size: upTo(2),
    label: upTo(2),
    color: upTo(2),
    from: upTo(MOST),
    tie: upTo(5),
    trigger: upTo(3),
  })).filter(() => upTo(3) > 0);
  return () => {
    const parent = new Group("group");
    const provider = isOwn ? new Provider("own", zone) : undefined;
    const made = new Map<number, Thing>();
    for (const wish of wishes) {
      const source = made.get(wish.from);
      made.set(wish.place, thingOf(wish, source, { parent, provider }));
    }
    return Promise.resolve({ keys: [...made.values()].map(({ key }) => key) });
  };
}

/** The program of a seed. */
export const programOf = (seed: number): InlineProgram => randomProgram(xoroshiro128plus(seed));

function thingOf(
  { place, size, label, color, tie, trigger }: Wish,
  source: Thing | undefined,
  options: pulumi.CustomResourceOptions,
): Thing {
  const args: pulumi.Inputs = { size, from: source?.key, own: pulumi.secret(PROGRAM_SECRET) };
  if (label > 0) args.label = `label-${label}`;
  else args.color = `color-${color}`;
  return new Thing(`thing-${place}`, args, {
    ...options,
    ...tieOf(source, tie),
    replacementTrigger: trigger,
    deleteBeforeReplace: true,
  });
}

/** How a resource is bound to an earlier one. */
function tieOf(source: Thing | undefined, tie: number): pulumi.CustomResourceOptions {
  if (!source) return {};
  if (tie === 0) return { deletedWith: source, replaceWith: [source] };
  if (tie === 1) return { replaceWith: [source] };
  if (tie === 2) return { dependsOn: [source] };
  return {};
}
