import { NotSimulated } from "../../core/errors";
import { ACCOUNT_TYPE, keyOf, LOG_WORKSPACE_TYPE, WORKSPACE_TYPE } from "../arm/ids";
import { typeOfId } from "../arm/scopes";
import { callsIn, evaluate, evaluateValue, type Functions } from "./expressions/evaluate";
import { ExpressionError } from "./expressions/parse";
import { meant, typedPath } from "./resource-ids";
import {
  bodyOf,
  invalidTemplate,
  orInvalidTemplate,
  parseResource,
  type Template,
  type TemplateResource,
} from "./template";

/** Types of resources that a template can have: those that this cloud can write. */
const DEPLOYABLE = [
  ACCOUNT_TYPE,
  `${ACCOUNT_TYPE}/deployments`,
  WORKSPACE_TYPE,
  LOG_WORKSPACE_TYPE,
  "Microsoft.Authorization/locks",
  "Microsoft.Authorization/roleAssignments",
  "Microsoft.Consumption/budgets",
  "Microsoft.Insights/diagnosticSettings",
].map(keyOf);

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
  /** ARM ids of the resources of the same template that are deployed before it. */
  dependsOn: string[];
}

/**
 * The resources that a template deploys to a group, in its order, without those whose condition is
 * false.
 * @param functions those that ask nothing of what is deployed
 * @throws ApiError `InvalidTemplate`; NotSimulated for a type that this cloud cannot deploy
 */
export async function planResources(
  { resources }: Template,
  group: string,
  functions: Functions,
): Promise<PlannedResource[]> {
  const named = await Promise.all(withChildren(resources).map((one) => resolve(one)));
  requireDistinct(named);
  const wanted = named.filter(({ isWanted }) => isWanted);
  const planned = await Promise.all(
    wanted.map(async ({ isWanted: _, ...resource }) => ({
      ...resource,
      dependsOn: await dependenciesOf(resource.declared, named, wanted, functions),
    })),
  );
  requireNoCircle(planned);
  return planned;

  async function resolve({ declared, parents }: Declared) {
    const place = `resource '${declared.name}'`;
    const text = async (value: unknown): Promise<string> =>
      String(await orInvalidTemplate(place, evaluateValue(value, functions)));
    const names = await Promise.all([...parents.map((one) => one.name), declared.name].map(text));
    const types = [...parents.map((one) => one.type), declared.type];
    const [name, type] = [names.join("/"), types.join("/")];
    if (name.split("/").length + 1 !== type.split("/").length) throw wrongSegments(name, type);
    const scope = declared.scope === undefined ? group : await text(declared.scope);
    const base = scope.startsWith("/") ? scope : `${group}/providers/${scope}`;
    const id = `${base}/providers/${typedPath(type, name.split("/"))}`;
    if (!DEPLOYABLE.includes(keyOf(typeOfId(id))))
      throw new NotSimulated(`resources of the type ${type} in a template`);
    const { location } = declared;
    return {
      id,
      type,
      name,
      location: location === undefined ? undefined : await text(location),
      declared,
      isWanted: (await text(declared.condition ?? true)).toLowerCase() === "true",
    };
  }
}

interface Declared {
  declared: TemplateResource;
  parents: TemplateResource[];
}

/** Every resource, also those that are declared inside another one. */
function withChildren(
  resources: readonly TemplateResource[],
  parents: TemplateResource[] = [],
): Declared[] {
  return resources.flatMap((declared) => [
    { declared, parents },
    ...withChildren(declared.resources.map(parseResource), [...parents, declared]),
  ]);
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

type Named = Pick<PlannedResource, "id" | "name">;

/** What a resource names in `dependsOn`, and what its body refers to, of the same template. */
async function dependenciesOf(
  declared: TemplateResource,
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
    if (!meant(all, reference))
      throw invalidTemplate(
        `The resource '${reference}' is not defined in the template. Please see https://aka.ms/arm-syntax for usage details.`,
      );
  const references = [...named, ...(await referencesOf(declared, functions))];
  // A resource that is not deployed is not waited for.
  return references.flatMap((reference) => meant(wanted, reference)?.id ?? []);
}

/** The first arguments of `reference` and `listKeys` in a body, where they are known beforehand. */
async function referencesOf(declared: TemplateResource, functions: Functions): Promise<string[]> {
  const calls = callsIn(bodyOf(declared), (name) => ["reference", "listkeys"].includes(name));
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
