import type { Props } from "../../../scripts/engine/plugin";
import type { ProviderContext } from "../../../scripts/providers/context";
import type { Reply, Request, Send } from "../../../scripts/providers/http";

/** A scripted answer: status, body, headers. */
export interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/**
 * A service of canned answers that records what it is asked. Routes are `METHOD path` without host and query; a list
 * is answered in order and its last answer stays. An unforeseen call fails the test by its name.
 */
export class Wire {
  /** `METHOD path?query`, in order, metadata and tokens aside. */
  readonly calls: string[] = [];
  readonly requests: Request[] = [];
  /** What was waited for: `poll 1200`, `exactly 20`, `backOff 20000`. */
  readonly waits: string[] = [];
  /** How often tokens were forgotten because a service refused them. */
  renewals = 0;
  private readonly timesCalled = new Map<string, number>();

  constructor(
    private readonly routes: Record<string, Answer | Answer[]>,
    /** The project's. */
    private readonly folder = process.cwd(),
  ) {}

  /** Bodies of the calls whose line begins so. */
  bodies(prefix: string): unknown[] {
    return this.requests.flatMap((request, i) =>
      this.calls[i]?.startsWith(prefix) === true ? [request.body] : [],
    );
  }

  readonly send: Send = (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/metadata/endpoints") return Promise.resolve(reply(METADATA));
    this.requests.push(request);
    this.calls.push(`${request.method} ${pathname}${search}`);
    const key = `${request.method} ${pathname}`;
    const script = this.routes[key];
    if (script === undefined) return Promise.reject(new Error(`unforeseen call ${key}`));
    const nth = this.timesCalled.get(key) ?? 0;
    this.timesCalled.set(key, nth + 1);
    const answer = Array.isArray(script) ? script[Math.min(nth, script.length - 1)] : script;
    return Promise.resolve(reply(answer ?? {}));
  };

  /** What a plugin is built from; no time passes and every token says who `CLAIMS` says. */
  get context(): ProviderContext {
    const wait = (kind: string) => (ms: number) => {
      this.waits.push(`${kind} ${ms}`);
      return Promise.resolve();
    };
    return {
      connection: CONNECTION,
      folder: this.folder,
      send: this.send,
      pauses: { poll: wait("poll"), exactly: wait("exactly"), backOff: wait("backOff") },
      signIn: {
        token: (_authority, _principal, scope) => Promise.resolve(tokenFor(scope)),
        forget: () => {
          this.renewals++;
        },
      },
    };
  }
}

const reply = ({ status = 200, body, headers = {} }: Answer): Reply => ({
  status,
  headers: new Headers(headers),
  text: body === undefined ? "" : JSON.stringify(body),
  json: body,
});

export const ARM = "https://127.0.0.1:4001";
export const SUBSCRIPTION = "00000000-0000-4000-8000-000000000001";
export const CLAIMS = { oid: "oid-1", tid: "tenant-1", appid: "client-1" };

/** An unsigned token, as a client that only parses it sees one. */
const tokenFor = (scope: string): string =>
  ["{}", JSON.stringify({ ...CLAIMS, aud: scope }), ""]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");

const METADATA: Answer = {
  body: [
    {
      name: "Local",
      resourceManager: `${ARM}/`,
      authentication: { loginEndpoint: "https://127.0.0.1:4002/", audiences: [`${ARM}/`] },
      microsoftGraphResourceId: "https://graph.microsoft.com/",
    },
  ],
};

const CONNECTION: ProviderContext["connection"] = {
  schema: "rai-lab/cloud/1",
  arm: ARM,
  authority: "https://127.0.0.1:4002",
  control: "https://127.0.0.1:4003",
  controlToken: "control-1",
  caFile: "",
  tenantId: "tenant-1",
  subscriptionId: SUBSCRIPTION,
  clientId: "client-1",
  clientSecret: "secret-1",
  student: { userName: "student@rai-lab.example", objectId: "oid-2" },
  env: {},
};

/** The parts of every provider call that say which resource it is about. */
export const target = (type: string, name = "it"): { urn: string; type: string; name: string } => ({
  urn: `urn:pulumi:test::rai-lab::${type}::${name}`,
  type,
  name,
});

/** Provider configuration in the shape that Configure gets. */
export const configuration = (
  type: string,
  config: Props = {},
): { urn: string; type: string; name: string; id: string; config: Props } => ({
  ...target(type),
  id: "provider-1",
  config,
});
