import { LabError } from "../../../infra/errors";
import { isInstalledPackage } from "../../base/folders";
import { cliVersion } from "./version";

/** The `pulumi` on the PATH, looked for once: each look is a process, and a class opens many stacks. */
export class InstalledCli {
  private known: string | undefined;

  /** @param folder the project that it works in, where it and the user write settings */
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly folder: string,
  ) {}

  /**
   * Without the leading `v`.
   * @throws LabError `missing-tool`, also in an installed package: the next `npm install` would
   * replace what is written there
   */
  version(): string {
    if (isInstalledPackage(this.folder)) throw inPackage(this.folder);
    return (this.known ??= cliVersion(this.env));
  }
}

const inPackage = (folder: string): LabError =>
  new LabError(
    "missing-tool",
    "the Pulumi CLI needs a project of yours, and rai-lab is an installed package here",
    {
      where: folder,
      cure: `clone rai-lab, or \`pulumi new ${folder} --generate-only --dir lab\` and npm install in lab; --local without --engine pulumi needs neither`,
    },
  );
