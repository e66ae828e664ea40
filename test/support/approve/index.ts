import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { ACTIONS, isOperation } from "../../../scripts/cloud/azure/arm/actions";
import { keyOf, subscriptionScope } from "../../../scripts/cloud/azure/arm/ids";
import { azureStore } from "../../../scripts/cloud/azure/store";
import { startCloud, type RunningCloud } from "../../../scripts/cloud/cloud";
import { publishConnection } from "../../../scripts/cloud/published";
import { openModel } from "../../../scripts/cloud/openai/models";
import type { CommandRequest, CommandResponse, CommandUnderProof } from "./messages";

const ROOT = path.resolve(__dirname, "../../..");

/** A role in the form that `az role definition create --role-definition` reads. */
export interface RoleFile {
  Name: string;
  Description: string;
  Actions: string[];
  NotActions: string[];
  DataActions: string[];
  NotDataActions: string[];
  AssignableScopes: string[];
}

/** A role with the condition of its assignment. */
export interface Granted {
  role: RoleFile;
  condition?: string | undefined;
}

const read = (name: string): string => readFileSync(path.join(ROOT, "docs/approve", name), "utf8");

/** A role that the page for approvers offers. */
export const roleFile = (name: "lab" | "entra" | "options"): RoleFile =>
  JSON.parse(read(`${name}-role.json`)) as RoleFile;

/** The condition with which it has the role `entra` assigned. */
export const entraCondition = (): string => read("entra-condition.txt");

/** The same roles without one action. */
export const withoutAction = (granted: readonly Granted[], action: string): Granted[] =>
  granted.map(({ role, condition }) => ({
    role: { ...role, Actions: role.Actions.filter((one) => one !== action) },
    condition,
  }));

const OF_COMMAND: Record<CommandUnderProof, readonly string[]> = {
  up: ["--yes"],
  // Two answers a question: what is asked for is the right to ask.
  probe: ["--samples", "2"],
  destroy: ["--yes"],
};

/** Commands on one local cloud whose deployer has exactly the roles that the test gives. */
export class Approval {
  private readonly waiting = new Map<number, (done: CommandResponse) => void>();
  private asked = 0;
  /** The actions of all calls since the last command began, in the order of their first call. */
  private called = new Set<string>();

  private constructor(
    private readonly home: string,
    private readonly cloud: RunningCloud,
    private readonly child: ChildProcess,
    private readonly withdraw: () => void,
  ) {
    child.on("message", (done: CommandResponse) => {
      this.waiting.get(done.id)?.(done);
      this.waiting.delete(done.id);
    });
    // A plan that plans nothing: it sees every call before its rights are checked.
    cloud.world.faults.follow((operation) => {
      if (isOperation(operation)) this.called.add(ACTIONS[operation]);
      return undefined;
    });
  }

  static async start(): Promise<Approval> {
    const home = mkdtempSync(path.join(tmpdir(), "rai-lab-approve-"));
    const model = await openModel("planted");
    const cloud = await startCloud({
      folder: home,
      seed: "approve",
      model: () => Promise.resolve(model),
    });
    const withdraw = publishConnection(home, {
      ...cloud.connection,
      model: { kind: model.kind, name: model.name },
    });
    const child = fork(path.join(__dirname, "child.ts"), {
      cwd: ROOT,
      execArgv: ["--import", require.resolve("tsx")],
      env: { ...process.env, RAI_LAB_HOME: home, NO_COLOR: "1" },
    });
    return new Approval(home, cloud, child, withdraw);
  }

  /** Writes the settings of a stack, over a student and an expiry. */
  settings(stack: string, own: Record<string, unknown> = {}): void {
    const all = { student: { userName: "student@rai-lab.example" }, expires: "2027-01-31", ...own };
    const config = Object.fromEntries(
      Object.entries(all).map(([key, value]) => [`rai-lab:${key}`, value]),
    );
    writeFileSync(path.join(this.home, `Pulumi.${stack}.yaml`), stringify({ config }));
  }

  /** Replaces every right of the deployer, as an owner would by `az`. */
  grant(granted: readonly Granted[]): void {
    const { world, connection } = this.cloud;
    const store = azureStore(world);
    const deployer = store.principalsByAppId(connection.clientId)[0]!;
    const subscription = subscriptionScope(connection.subscriptionId);
    for (const { id, scope } of store.roleAssignmentsOf(deployer.objectId))
      if (scope === subscription) store.roleAssignments.delete(keyOf(id));
    for (const [i, { role, condition }] of granted.entries()) {
      const id = `00000000-0000-4000-8000-00000000000${i}`;
      store.roleDefinitions.put(id, {
        id,
        name: role.Name,
        description: role.Description,
        assignableScopes: [subscription],
        actions: role.Actions,
        notActions: role.NotActions,
        dataActions: role.DataActions,
        notDataActions: role.NotDataActions,
      });
      const assignment = `${subscription}/providers/Microsoft.Authorization/roleAssignments/${id}`;
      store.roleAssignments.put(keyOf(assignment), {
        id: assignment,
        name: id,
        scope: subscription,
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${id}`,
        principalId: deployer.objectId,
        principalType: "ServicePrincipal",
        condition,
        createdAt: new Date(world.clock.now() - 24 * 3_600_000).toISOString(),
      });
    }
  }

  /** Runs a command to its end. @returns how it ended, and the actions that it called for */
  async run(
    command: CommandUnderProof,
    stack: string,
  ): Promise<CommandResponse & { called: string[] }> {
    this.called = new Set();
    const id = ++this.asked;
    const args = [stack, "--local", ...OF_COMMAND[command]];
    const request: CommandRequest = { id, command, args };
    const ended = new Promise<CommandResponse>((resolve) => this.waiting.set(id, resolve));
    this.child.send(request);
    return { ...(await ended), called: [...this.called] };
  }

  /** Lets what the cloud has begun come to its end, although nobody may ask for it. */
  async finishOperations(): Promise<void> {
    const { world } = this.cloud;
    world.clock.jump(3_600_000);
    await world.operations.completeDue();
  }

  async stop(): Promise<void> {
    this.child.kill();
    this.withdraw();
    await this.cloud.stop();
    rmSync(this.home, { recursive: true });
  }
}
