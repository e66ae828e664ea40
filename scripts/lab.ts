import { GROUPS, SPECS } from "./commands/specs";
import { main, type Commands } from "./lib/shell/shell";

/**
 * All subcommands, each loaded on demand. `require`, not `import()`: under tsx, which runs tests and
 * benches, `import()` would load every shared module a second time as ESM, and `instanceof LabError`
 * would fail between the two copies.
 */
const commands: Commands = {
  rehearse: () => (require("./commands/rehearse") as typeof import("./commands/rehearse")).rehearse,
  demo: () => (require("./commands/demo") as typeof import("./commands/demo")).demo,
  cloud: () => (require("./commands/cloud") as typeof import("./commands/cloud")).cloud,
  "cloud start": () =>
    (require("./commands/cloud/start") as typeof import("./commands/cloud/start")).cloudStart,
  "cloud open": () =>
    (require("./commands/cloud/open") as typeof import("./commands/cloud/open")).cloudOpen,
  "cloud stop": () =>
    (require("./commands/cloud/stop") as typeof import("./commands/cloud/stop")).cloudStop,
  "cloud status": () =>
    (require("./commands/cloud/status") as typeof import("./commands/cloud/status")).cloudStatus,
  "cloud env": () =>
    (require("./commands/cloud/env") as typeof import("./commands/cloud/env")).cloudEnv,
  "cloud run": () =>
    (require("./commands/cloud/run") as typeof import("./commands/cloud/run")).cloudRun,
  "cloud reset": () =>
    (require("./commands/cloud/reset") as typeof import("./commands/cloud/reset")).cloudReset,
  doctor: () => (require("./commands/doctor") as typeof import("./commands/doctor")).doctor,
  up: () => (require("./commands/up") as typeof import("./commands/up")).up,
  cost: () => (require("./commands/cost") as typeof import("./commands/cost")).cost,
  watch: () => (require("./commands/watch") as typeof import("./commands/watch")).watch,
  trial: () => (require("./commands/trial") as typeof import("./commands/trial")).trial,
  bug: () => (require("./commands/bug") as typeof import("./commands/bug")).bug,
  status: () => (require("./commands/status") as typeof import("./commands/status")).status,
  outputs: () => (require("./commands/outputs") as typeof import("./commands/outputs")).outputs,
  probe: () => (require("./commands/probe") as typeof import("./commands/probe")).probe,
  score: () => (require("./commands/score") as typeof import("./commands/score")).score,
  open: () => (require("./commands/open") as typeof import("./commands/open")).open,
  recover: () => (require("./commands/recover") as typeof import("./commands/recover")).recover,
  destroy: () => (require("./commands/destroy") as typeof import("./commands/destroy")).destroy,
  proof: () => (require("./commands/proof") as typeof import("./commands/proof")).proof,
  "class plan": () =>
    (require("./commands/class/plan") as typeof import("./commands/class/plan")).classPlan,
  "class up": () =>
    (require("./commands/class/up") as typeof import("./commands/class/up")).classUp,
  "class status": () =>
    (require("./commands/class/status") as typeof import("./commands/class/status")).classStatus,
  "class report": () =>
    (require("./commands/class/report") as typeof import("./commands/class/report")).classReport,
  "class start": () =>
    (require("./commands/class/start") as typeof import("./commands/class/start")).classStart,
  "class stop": () =>
    (require("./commands/class/stop") as typeof import("./commands/class/stop")).classStop,
  "class reset": () =>
    (require("./commands/class/reset") as typeof import("./commands/class/reset")).classReset,
  "class extend": () =>
    (require("./commands/class/extend") as typeof import("./commands/class/extend")).classExtend,
  "class verify": () =>
    (require("./commands/class/verify") as typeof import("./commands/class/verify")).classVerify,
  "class instructors": () =>
    (require("./commands/class/instructors") as typeof import("./commands/class/instructors"))
      .classInstructors,
  "class recover": () =>
    (require("./commands/class/recover") as typeof import("./commands/class/recover")).classRecover,
  "class destroy": () =>
    (require("./commands/class/destroy") as typeof import("./commands/class/destroy")).classDestroy,
  "class export": () =>
    (require("./commands/class/export") as typeof import("./commands/class/export")).classExport,
  "class forget": () =>
    (require("./commands/class/forget") as typeof import("./commands/class/forget")).classForget,
  completion: () =>
    (require("./commands/completion") as typeof import("./commands/completion")).completion,
};

const { version } = require("../package.json") as { version: string };

void main({ specs: SPECS, groups: GROUPS }, commands, version);
