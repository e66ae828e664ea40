import { stringify } from "yaml";
import type { JsonObject } from "../../../infra/json-object";
import { type ClassRecord, halfStack } from "../class-record";
import { PULUMI_VERSION } from "./actions";

/** Where the operator finds the program and the states. */
export interface OperatorSource {
  project: string;
  /** The address of the clone. */
  repository: string;
  commit: string;
  /** Of the states, such as azblob://state?storage_account=NAME. */
  backend: string;
}

/** The operator's default is a day: a class cannot wait that long. */
const MAX_BACKOFF_SECONDS = 600;
/** An update that is cut leaves its stack locked: a pod has this long to end. */
const GRACE_SECONDS = 3600;
/** A resource that has succeeded once lets its seats begin within a day. */
const SUCCEEDED_WITHIN = "24h";

/** The variables of a pod that come from the Kubernetes Secret `rai-lab`, by their keys in it. */
const SECRETS = [
  "ARM_CLIENT_ID",
  "ARM_CLIENT_SECRET",
  "ARM_SUBSCRIPTION_ID",
  "ARM_TENANT_ID",
  "AZURE_STORAGE_KEY",
  "PULUMI_CONFIG_PASSPHRASE",
];

/** Strings are quoted: Kubernetes reads a plain 2027-01-31 as a time, and the CLI too. */
const QUOTED = {
  lineWidth: 0,
  defaultStringType: "QUOTE_DOUBLE",
  defaultKeyType: "PLAIN",
} as const;

/**
 * One Stack resource for each stack of a class, for the Pulumi Kubernetes Operator 2 (`pulumi.com/v1`).
 * What seats share comes first, and each seat waits for it. A name is a stack's, so that it never has
 * more than the 42 characters that the operator allows; no secret is in the text.
 * @param settings of each stack, by its name
 */
export function operatorStacks(
  record: Pick<ClassRecord, "name" | "expires">,
  settings: ReadonlyMap<string, JsonObject>,
  source: OperatorSource,
): string {
  const half = halfStack(record.name);
  const prerequisites = settings.has(half)
    ? [{ name: half, requirement: { succeededWithinDuration: SUCCEEDED_WITHIN } }]
    : undefined;
  const documents = [...settings].map(([stack, config]) => ({
    apiVersion: "pulumi.com/v1",
    kind: "Stack",
    metadata: {
      name: stack,
      labels: { "rai-lab/class": record.name, "rai-lab/part": stack === half ? "half" : "seat" },
      annotations: { "rai-lab/expires": record.expires },
    },
    spec: specOf(stack, config, source, stack === half ? undefined : prerequisites),
  }));
  const texts = documents.map((one) => stringify(one, QUOTED));
  return commentOf(record.name) + texts.join("---\n");
}

const specOf = (
  stack: string,
  config: JsonObject,
  { project, repository, commit, backend }: OperatorSource,
  prerequisites: object[] | undefined,
): object => ({
  stack: `organization/${project}/${stack}`,
  backend,
  projectRepo: repository,
  commit,
  shallow: true,
  config,
  envRefs: Object.fromEntries(
    SECRETS.map((key) => [key, { type: "Secret", secret: { name: "rai-lab", key } }]),
  ),
  prerequisites,
  destroyOnFinalize: true,
  retryOnUpdateConflict: true,
  continueResyncOnCommitMatch: false,
  retryMaxBackoffDurationSeconds: MAX_BACKOFF_SECONDS,
  workspaceReclaimPolicy: "Delete",
  updateTemplate: { spec: { ttlAfterCompleted: "1h" } },
  workspaceTemplate: {
    spec: {
      image: `pulumi/pulumi:${PULUMI_VERSION}-nonroot`,
      securityProfile: "restricted",
      // The pod of a workspace must name its container.
      podTemplate: {
        spec: { terminationGracePeriodSeconds: GRACE_SECONDS, containers: [{ name: "pulumi" }] },
      },
    },
  },
});

const commentOf = (name: string): string =>
  `# Class ${name}, written by \`npx lab class export ${name} --format pko\`; it names students. In a namespace of its own:
#   kubectl create secret generic rai-lab --from-literal=… for ${SECRETS.join(", ")}
# Delete the seats before what they share, and the namespace last:
#   kubectl delete stacks.pulumi.com -l rai-lab/class=${name},rai-lab/part=seat, then the same with rai-lab/part=half
`;
