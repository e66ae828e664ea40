import { groupId, keyOf, subscriptionScope } from "../arm/ids";
import { withCopy, type Copy } from "./expressions/copy";
import type { Functions } from "./expressions/arguments";
import { callsIn, countOf, evaluate, evaluateValue } from "./expressions/evaluate";
import { ExpressionError } from "./expressions/parse";
import {
  GROUP_TYPE,
  ownPartOf,
  requireDeployableAt,
  requireSimulated,
  typeOf,
  withChildren,
  type Declared,
} from "./nested";
import { meant, typedPath } from "./resource-ids";
import type { DeploymentScope } from "./scope";
import {
  invalidTemplate,
  orInvalidTemplate,
  type Template,
  type TemplateResource,
} from "./template";

/** A resource of a template that is to be deployed. */
export interface PlannedResource {
  /** ARM id. */
  id: string;
  /** As in the template, with the types of its parents. */
  type: string;
  /** With the names of its parents, `/` between them. */
  name: string;
  location: string | undefined;
  declared: TemplateResource;
  /** Which copy of a loop it is. */
  copy: Copy | undefined;
  /** ARM ids of the resources of the same template that are deployed before it. */
  dependsOn: string[];
}

/**
 * The resources that a template deploys to a group or a subscription, in its order, without those
 * whose condition is false.
 * @param functions those that ask nothing of what is deployed
 * @throws ApiError `InvalidTemplate`; NotSimulated for a type that this cloud cannot deploy
 */
export async function planResources(
  template: Template,
  scope: DeploymentScope,
  functions: Functions,
): Promise<PlannedResource[]> {
  requireSimulated(template);
  const copies = withChildren(template.resources).map((one) => copiesOf(one, functions));
  const named = await Promise.all((await Promise.all(copies)).flat().map((one) => resolve(one)));
  requireDistinct(named);
  const wanted = named.filter(({ isWanted }) => isWanted);
  const planned = await Promise.all(
    wanted.map(async ({ isWanted: _, ...resource }) => ({
      ...resource,
      dependsOn: await dependenciesOf(resource, named, wanted, withCopy(functions, resource.copy)),
    })),
  );
  requireNoCircle(planned);
  return planned;

  async function resolve(one: Placed) {
    const { declared, parents, copy } = one;
    const place = `resource '${declared.name}'`;
    const known = withCopy(functions, copy);
    const text = async (value: unknown): Promise<string> =>
      String(await orInvalidTemplate(place, evaluateValue(value, known)));
    const names = await Promise.all([...parents.map((one) => one.name), declared.name].map(text));
    const [name, type] = [names.join("/"), typeOf(one)];
    if (name.split("/").length + 1 !== type.split("/").length) throw wrongSegments(name, type);
    const { location } = declared;
    const id = await idOf(declared, type, names, text);
    requireDeployableAt(type, id, scope);
    return {
      id,
      type,
      name,
      location: location === undefined ? undefined : await text(location),
      declared,
      copy,
      isWanted: (await text(declared.condition ?? true)).toLowerCase() === "true",
    };
  }

  async function idOf(
    { scope: extended, resourceGroup, subscriptionId }: TemplateResource,
    type: string,
    names: string[],
    text: (value: unknown) => Promise<string>,
  ): Promise<string> {
    const subscription = await text(subscriptionId ?? scope.subscriptionId);
    if (keyOf(type) === keyOf(GROUP_TYPE)) return groupId(subscription, names.join("/"));
    const path = `/providers/${typedPath(type, names.join("/").split("/"))}`;
    if (resourceGroup !== undefined)
      return `${groupId(subscription, await text(resourceGroup))}${path}`;
    if (subscriptionId !== undefined) return `${subscriptionScope(subscription)}${path}`;
    const at = extended === undefined ? scope.id : await text(extended);
    return `${at.startsWith("/") ? at : `${scope.id}/providers/${at}`}${path}`;
  }
}

interface Placed extends Declared {
  /** Which copy of a loop it is. */
  copy?: Copy;
}

/** A resource once for each copy of its loop, or once where it has none. */
async function copiesOf(one: Declared, functions: Functions): Promise<Placed[]> {
  const { copy } = one.declared;
  if (!copy) return [one];
  const place = `resource '${one.declared.name}'`;
  const copies = await orInvalidTemplate(place, countOf(copy.count, functions));
  return Array.from({ length: copies }, (_, index) => ({
    ...one,
    copy: { name: copy.name, index },
  }));
}

function wrongSegments(name: string, type: string) {
  return invalidTemplate(
    `The template resource '${name}' for type '${type}' has incorrect segment lengths. ` +
      "A nested resource type must have identical number of segments as its resource name. " +
      "A root resource type must have segment length one greater than its resource name. " +
      "Please see https://aka.ms/arm-syntax-resources for usage details.",
  );
}

function requireDistinct(resources: readonly { id: string; type: string; name: string }[]): void {
  const seen = new Set<string>();
  for (const { id, type, name } of resources) {
    if (seen.has(keyOf(id)))
      throw invalidTemplate(
        `The resource '${type}/${name}' is defined multiple times in a template. Please see https://aka.ms/arm-syntax-resources for usage details.`,
      );
    seen.add(keyOf(id));
  }
}

type Named = Pick<PlannedResource, "id" | "name" | "copy" | "declared">;

/** What a resource names in `dependsOn`, and what its body refers to, of the same template. */
async function dependenciesOf(
  { declared, copy }: Named,
  all: readonly Named[],
  wanted: readonly Named[],
  functions: Functions,
): Promise<string[]> {
  const place = `resource '${declared.name}'`;
  const named = (await orInvalidTemplate(
    place,
    evaluateValue(declared.dependsOn, functions),
  )) as string[];
  for (const reference of named)
    if (!meant(all, reference) && copiesIn(all, reference).length === 0)
      throw invalidTemplate(
        `The resource '${reference}' is not defined in the template. Please see https://aka.ms/arm-syntax for usage details.`,
      );
  const references = [...named, ...(await referencesOf(declared, functions))];
  // A resource that is not deployed is not waited for.
  return references
    .flatMap((reference) => {
      const one = meant(wanted, reference);
      return one ? one.id : copiesIn(wanted, reference).map(({ id }) => id);
    })
    .concat(batchBefore(declared, copy, wanted));
}

/** The copies of the loop that a name means. */
const copiesIn = (all: readonly Named[], loop: string): Named[] =>
  all.filter(({ copy }) => copy?.name.toLowerCase() === loop.toLowerCase());

/** What a copy waits for where a loop makes only so many at a time. */
function batchBefore(
  { copy: loop }: TemplateResource,
  copy: Copy | undefined,
  wanted: readonly Named[],
): string[] {
  if (!loop || !copy || loop.mode.toLowerCase() !== "serial") return [];
  const batchOf = ({ index }: Copy): number => Math.floor(index / loop.batchSize);
  return copiesIn(wanted, loop.name)
    .filter((one) => one.copy && batchOf(one.copy) === batchOf(copy) - 1)
    .map(({ id }) => id);
}

/** The first arguments of `reference` and `listKeys` in a body, where they are known beforehand. */
async function referencesOf(declared: TemplateResource, functions: Functions): Promise<string[]> {
  const calls = callsIn(ownPartOf(declared), (name) => ["reference", "listkeys"].includes(name));
  const firsts = calls.map(async ([first]) => {
    if (!first) return [];
    try {
      return [String(await evaluate(first, functions))];
    } catch (error) {
      if (error instanceof ExpressionError) return [];
      throw error;
    }
  });
  return (await Promise.all(firsts)).flat();
}

function requireNoCircle(resources: readonly PlannedResource[]): void {
  const done = new Set<string>();
  const visit = ({ id, dependsOn }: PlannedResource, path: readonly string[]): void => {
    if (path.includes(id))
      throw invalidTemplate(
        `Circular dependency detected on resource: '${id}'. Please see https://aka.ms/arm-syntax-resources for usage details.`,
      );
    if (done.has(id)) return;
    for (const other of resources) if (dependsOn.includes(other.id)) visit(other, [...path, id]);
    done.add(id);
  };
  for (const resource of resources) visit(resource, []);
}
