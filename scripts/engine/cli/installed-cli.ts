import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { automationApi } from "./automation-api";
import { cliVersion } from "./version";

/** The `pulumi` on the PATH, looked for once: each look is a process, and a class opens many stacks. */
export class InstalledCli {
  private known: string | undefined;
  private found: Promise<PulumiCommand> | undefined;

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** Without the leading `v`. @throws LabError `missing-tool` */
  version(): string {
    return (this.known ??= cliVersion(this.env));
  }

  /** What the Automation API runs. */
  command(): Promise<PulumiCommand> {
    return (this.found ??= automationApi().then(({ PulumiCommand: cli }) => cli.get()));
  }
}
