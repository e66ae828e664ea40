import { SPECS } from "./commands/specs";
import { main, type Commands } from "./lib/shell/shell";

/**
 * All subcommands, each loaded on demand. `require`, not `import()`: under tsx, `import()` would
 * load every shared module a second time as ESM, and `instanceof LabError` would fail between the
 * two copies.
 */
const commands: Commands = {
  rehearse: () => (require("./commands/rehearse") as typeof import("./commands/rehearse")).rehearse,
  cloud: () => (require("./commands/cloud") as typeof import("./commands/cloud")).cloud,
  doctor: () => (require("./commands/doctor") as typeof import("./commands/doctor")).doctor,
  up: () => (require("./commands/up") as typeof import("./commands/up")).up,
  status: () => (require("./commands/status") as typeof import("./commands/status")).status,
  outputs: () => (require("./commands/outputs") as typeof import("./commands/outputs")).outputs,
  probe: () => (require("./commands/probe") as typeof import("./commands/probe")).probe,
  score: () => (require("./commands/score") as typeof import("./commands/score")).score,
  open: () => (require("./commands/open") as typeof import("./commands/open")).open,
  recover: () => (require("./commands/recover") as typeof import("./commands/recover")).recover,
  destroy: () => (require("./commands/destroy") as typeof import("./commands/destroy")).destroy,
  proof: () => (require("./commands/proof") as typeof import("./commands/proof")).proof,
  completion: () =>
    (require("./commands/completion") as typeof import("./commands/completion")).completion,
};

const { version } = require("../package.json") as { version: string };

void main(SPECS, commands, version);
