import { stringify } from "yaml";
import { LabError } from "../../../infra/errors";
import type { ClassRecord } from "../class-record";
import { MAX_SHARDS } from "../shard";
import { ACTIONS, PULUMI_VERSION } from "./actions";

/** Seats of one job: its machine brings eight to sixteen up at once. */
const SEATS_PER_SHARD = 20;

/**
 * The shards of a class: what is asked for, or one for each twenty seats.
 * @throws LabError `usage` for no number of shards, and for more jobs than a matrix may have
 */
export function shardsOf(seats: number, asked: string | undefined): number {
  const count = asked === undefined ? Math.ceil(seats / SEATS_PER_SHARD) : Number(asked);
  if (asked !== undefined && !/^[1-9]\d{0,8}$/.test(asked))
    throw new LabError("usage", `--shards takes a number of machines, not "${asked}"`, {
      where: "--shards",
      cure: `write 1 to ${MAX_SHARDS}`,
    });
  if (count <= MAX_SHARDS) return Math.max(1, count);
  throw new LabError(
    "usage",
    `${seats} seats in ${count} shards: a matrix of GitHub has at most ${MAX_SHARDS} jobs`,
    {
      where: "--shards",
      cure: `--shards ${MAX_SHARDS}, or plan two classes`,
    },
  );
}

/**
 * A workflow for GitHub Actions: what the seats share first, then the shards side by side, then a
 * report that fails where a seat is missing. It signs in through OIDC, and holds nobody's name: the
 * record of the class is a secret of the repository.
 */
export function githubMatrix(
  { name, layout, seats }: Pick<ClassRecord, "name" | "layout" | "seats">,
  shards: number,
): string {
  const isShared = layout === "shared";
  const count = seats.filter(({ removed }) => !removed).length;
  const up = upJob(name);
  const jobs = {
    half: isShared ? up({}, { SHARD: "class", REPORT: "half" }) : undefined,
    seats: up(
      {
        needs: isShared ? "half" : undefined,
        strategy: {
          "fail-fast": false,
          matrix: { shard: Array.from({ length: shards }, (_, i) => i + 1) },
        },
      },
      { SHARD: `\${{ matrix.shard }}/${shards}`, REPORT: "shard-${{ matrix.shard }}" },
    ),
    report: reportJob(count),
  };
  const document = {
    name: `Class ${name}`,
    on: { workflow_dispatch: null },
    permissions: { contents: "read" },
    concurrency: { group: `class-${name}-\${{ github.ref }}`, "cancel-in-progress": false },
    // GitHub's own default lets a failure at the head of a pipe pass.
    defaults: { run: { shell: "bash" } },
    env: {
      ARM_USE_OIDC: "true",
      ARM_CLIENT_ID: "${{ vars.ARM_CLIENT_ID }}",
      ARM_TENANT_ID: "${{ vars.ARM_TENANT_ID }}",
      ARM_SUBSCRIPTION_ID: "${{ vars.ARM_SUBSCRIPTION_ID }}",
      PULUMI_BACKEND_URL: "${{ vars.PULUMI_BACKEND_URL }}",
      CLASS: name,
    },
    jobs,
  };
  return commentOf(name, count) + withVersions(stringify(document, { lineWidth: 0 }));
}

const commentOf = (name: string, seats: number): string =>
  `# ${seats} seats of class ${name}, written by \`npx lab class export ${name}\`. Run it again after a new plan.
#
# Variables: ARM_CLIENT_ID, ARM_TENANT_ID, ARM_SUBSCRIPTION_ID, and PULUMI_BACKEND_URL (such as
# azblob://state?storage_account=NAME); docs/sign-in.md says what Azure needs. Secrets: PULUMI_CONFIG_PASSPHRASE, and the
# class itself, after every plan:
#   gzip -c .lab/classes/${name}/class.json | base64 | gh secret set CLASS_RECORD
# Logs and reports name stacks: keep the repository private, or plan the class with --pseudonyms.
`;

/** A job that brings a part of a class up, and keeps what came of it. */
const upJob =
  (name: string) =>
  (more: object, env: { SHARD: string; REPORT: string }): object => ({
    ...more,
    "runs-on": "ubuntu-24.04",
    "timeout-minutes": 60,
    permissions: { contents: "read", "id-token": "write" },
    env: {
      ...env,
      PULUMI_CONFIG_PASSPHRASE: "${{ secrets.PULUMI_CONFIG_PASSPHRASE }}",
    },
    steps: [
      { uses: ACTIONS.checkout, with: { "persist-credentials": false } },
      { uses: ACTIONS.setupNode, with: { "node-version": 24 } },
      {
        uses: ACTIONS.azureLogin,
        with: {
          "client-id": "${{ vars.ARM_CLIENT_ID }}",
          "tenant-id": "${{ vars.ARM_TENANT_ID }}",
          "subscription-id": "${{ vars.ARM_SUBSCRIPTION_ID }}",
        },
      },
      { uses: ACTIONS.pulumi, with: { "pulumi-version": PULUMI_VERSION } },
      { run: "npm ci --omit=dev" },
      {
        name: "The class, as it was planned",
        run: `mkdir -p .lab/classes/${name}\nbase64 -d <<< "$CLASS_RECORD" | gunzip > .lab/classes/${name}/class.json\n`,
        env: { CLASS_RECORD: "${{ secrets.CLASS_RECORD }}" },
      },
      {
        name: "Bring this part up",
        run: 'npx lab class up "$CLASS" --shard "$SHARD" --json > "$REPORT.json"',
      },
      {
        uses: ACTIONS.upload,
        if: "always()",
        with: {
          name: "${{ env.REPORT }}",
          path: "${{ env.REPORT }}.json",
          "retention-days": 1,
        },
      },
    ],
  });

/** Counts the seats of all shards, and fails where one is not ready. */
const reportJob = (seats: number): object => ({
  needs: "seats",
  if: "always()",
  "runs-on": "ubuntu-24.04",
  "timeout-minutes": 10,
  steps: [
    {
      uses: ACTIONS.download,
      with: { pattern: "shard-*", path: "reports", "merge-multiple": true },
    },
    {
      name: "Count the seats that are ready",
      run: `jq -rs '[.[].seats[] | select(.state == "ready" or .state == "stopped")] | length' reports/shard-*.json > ready
echo "$(cat ready) of $SEATS seats of class $CLASS are ready" | tee -a "$GITHUB_STEP_SUMMARY"
jq -r '.seats[] | select(.failure) | "\\(.slug): \\(.failure.message)"' reports/shard-*.json
[ "$(cat ready)" = "$SEATS" ]
`,
      env: { SEATS: String(seats) },
    },
  ],
});

/** An action's commit says nothing to a reader: its version stands behind it. */
const withVersions = (text: string): string =>
  text.replaceAll(/(uses: )"?([\w-]+\/[\w-]+@[0-9a-f]{40}) # (v[\d.]+)"?/g, "$1$2 # $3");
