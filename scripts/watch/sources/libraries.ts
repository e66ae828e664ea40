import { z } from "zod";
import type { LabConfig } from "../../../infra/config";
import { NOT_LISTED, type Watched, type Word } from "../thing";
import { reasonOf } from "./reason";

/** Where packages are looked up, and how. */
export interface Registries {
  fetch: typeof fetch;
  /** Base of Python's simple index, such as https://pypi.org/simple. */
  python: string;
  /** Base of npm's registry. */
  npm: string;
}

/** The packages of a `package.json`, each at one version. */
export type Pins = Readonly<Record<string, string>>;

/** Packages through which the lab reaches a vendor: these stop working when the vendor stops serving them. */
const OF_VENDORS = /^(@pulumi\/|@azure\/|openai$)/;
const PATIENCE_MS = 20_000;

/** Python's openai on the cluster: is it withdrawn, and is it of the newest major version? */
export async function watchPythonLibrary(
  { library }: LabConfig["databricks"],
  registries: Registries,
): Promise<Watched[]> {
  const [name = "", version = ""] = library.split("==");
  const ask = async (): Promise<Word & { isOver: boolean }> =>
    wordOfPython(name, version, await projectOf(name, registries));
  return [await watchPackage(name, version, "PyPI", ask)];
}

/** The npm packages through which the lab reaches Azure: has their author given one up? */
export async function watchNpmLibraries(
  pins: Pins,
  { fetch: fetcher, npm }: Registries,
): Promise<Watched[]> {
  const own = Object.entries(pins).filter(([name]) => OF_VENDORS.test(name));
  return Promise.all(
    own.map(([name, version]) => {
      const url = `${npm.replace(/\/$/, "")}/${name.replace("/", "%2f")}/${version}`;
      return watchPackage(name, version, "npm", async () =>
        wordOfNpm(await jsonOf(fetcher, url, "application/json")),
      );
    }),
  );
}

async function watchPackage(
  name: string,
  version: string,
  registry: "PyPI" | "npm",
  ask: () => Promise<Word & { isOver: boolean }>,
): Promise<Watched> {
  const thing = {
    id: `${registry.toLowerCase()}+${name}+${version}`,
    kind: "library" as const,
    name: `${name} ${version} (${registry})`,
    isUsed: true,
  };
  try {
    return { ...thing, ...(await ask()) };
  } catch (error) {
    return { ...thing, unknown: reasonOf(error) };
  }
}

const npmVersion = z.object({ deprecated: z.union([z.string(), z.boolean()]).optional() });

function wordOfNpm(answer: unknown): Word & { isOver: boolean } {
  const source = "npm's registry";
  if (answer === undefined) return { state: NOT_LISTED, isOver: true, source };
  const { deprecated = false } = npmVersion.parse(answer);
  // An author takes a deprecation back with an empty text.
  if (deprecated === false || deprecated === "") return { state: "listed", isOver: false, source };
  return { state: "deprecated", isOver: true, source: `${source}: ${String(deprecated)}` };
}

/** A project of Python's simple index (PEP 691 and 700). */
const pythonProject = z.object({
  versions: z.array(z.string()),
  files: z.array(
    z.object({ filename: z.string(), yanked: z.union([z.string(), z.boolean()]).default(false) }),
  ),
});
type PythonProject = z.infer<typeof pythonProject>;

async function projectOf(
  name: string,
  { fetch: fetcher, python }: Registries,
): Promise<PythonProject | undefined> {
  const url = `${python.replace(/\/$/, "")}/${name}/`;
  const answer = await jsonOf(fetcher, url, "application/vnd.pypi.simple.v1+json");
  if (answer === undefined) return undefined;
  return pythonProject.parse(answer);
}

function wordOfPython(
  name: string,
  version: string,
  project: PythonProject | undefined,
): Word & { isOver: boolean } {
  const source = "Python's package index";
  if (!project?.versions.includes(version)) return { state: NOT_LISTED, isOver: true, source };
  const isOfVersion = (filename: string): boolean =>
    filename.startsWith(`${name}-${version}-`) || filename === `${name}-${version}.tar.gz`;
  const files = project.files.filter(({ filename }) => isOfVersion(filename));
  if (files.length > 0 && files.every(({ yanked }) => yanked !== false))
    return { state: "withdrawn", isOver: true, source: `${source}: ${String(files[0]!.yanked)}` };
  const newest = Math.max(...project.versions.filter(isRelease).map(majorOf));
  const state = newest > majorOf(version) ? `listed; ${newest}.x is out` : "listed";
  return { state, isOver: false, source };
}

const isRelease = (version: string): boolean => /^[\d.]+$/.test(version);
const majorOf = (version: string): number => Number(version.split(".")[0]);

/** Undefined when the registry says that there is no such thing. */
async function jsonOf(fetcher: typeof fetch, url: string, accept: string): Promise<unknown> {
  // The address of a private registry may hold a password, which `fetch` refuses, and must not print.
  const { username, password, origin, pathname, host } = new URL(url);
  const secret = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const headers = new Headers({ accept });
  if (username !== "") headers.set("authorization", `Basic ${secret.toString("base64")}`);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetcher(origin + pathname, { headers, signal });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${host} answered ${response.status}`);
  return response.json();
}
