import { LabError } from "../../../../infra/errors";
import type { ClassRecord } from "../../../class/class-record";
import { checkClassName, classFolder, readClassRecord } from "../../../class/class-store";
import { githubMatrix, shardsOf } from "../../../class/export/github-matrix";
import { operatorStacks } from "../../../class/export/pulumi-operator";
import type { ParsedArgs } from "../../../lib/shell/args";
import { labCommand } from "../../../lib/shell/command";
import type { Console } from "../../../lib/shell/console";
import { labHome, PROJECT } from "../../../lib/stack/paths";
import { projectName } from "../../../lib/stack/settings";
import { stackSettings } from "../open/stack-settings";
import { CLASS_SPECS } from "../specs";

type Args = ParsedArgs<(typeof CLASS_SPECS)["class export"]["args"]>;

/** `lab class export`: prints a planned class for another engine. It asks no cloud, and starts nothing. */
export const classExport = labCommand(CLASS_SPECS["class export"], (args, console) => {
  const { class: name, format } = args;
  checkClassName(name);
  const record = readClassRecord(classFolder(labHome(console.env), name));
  if (!record) throw notPlanned(name);
  const seats = record.seats.filter(({ removed }) => !removed);
  const planned = { ...record, seats };
  const text = format === "pko" ? stacksOf(planned, args, console) : workflowOf(planned, args);
  return Promise.resolve({
    document: { schema: "rai-lab/class-export/1", class: name, format, seats: seats.length, text },
    text,
    isPreformatted: true,
    exitCode: 0,
  });
});

const workflowOf = (record: ClassRecord, { shards }: Args): string =>
  githubMatrix(record, shardsOf(record.seats.length, shards)).trimEnd();

/** @throws LabError `usage` where the operator would not know what to run, or where the states are */
function stacksOf(record: ClassRecord, { repository, commit }: Args, { env }: Console): string {
  if (repository === undefined || commit === undefined)
    throw new LabError("usage", "the operator reads the program from a repository, at one commit", {
      where: "--repository, --commit",
      cure: `npx lab class export ${record.name} --format pko --repository URL --commit SHA`,
    });
  const { PULUMI_BACKEND_URL: backend } = env;
  if (!backend)
    throw new LabError("usage", "the operator needs the address of the states", {
      where: "PULUMI_BACKEND_URL",
      cure: "export PULUMI_BACKEND_URL=azblob://CONTAINER?storage_account=NAME, or that of your Pulumi service",
    });
  const source = { project: projectName(PROJECT), repository, commit, backend };
  return operatorStacks(record, stackSettings(record, record.seats), source).trimEnd();
}

const notPlanned = (name: string): LabError =>
  new LabError("not-found", `class "${name}" was not planned on this machine`, {
    where: name,
    cure: `npx lab class plan ROSTER --name ${name}`,
  });
