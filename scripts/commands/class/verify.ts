import { LabError } from "../../../infra/errors";
import type { Plan } from "../../engine/engine";
import { previewChange } from "../stack/data-loss";
import { countsText, refuseFailures } from "../stack/engine-report";
import { gatherEvidence, hasNames, refuseElsewhere } from "../stack/evidence";
import { changesText, OutsideChanges } from "../stack/outside-changes";
import { classCommand } from "./fleet/class-command";
import { Clusters } from "./open/clusters";
import { sweepInstructors } from "./instructors/rights";
import { seatsOf } from "./open/open-class";
import { CLASS_SPECS } from "./specs";
import { type StackResult, type StackWork, upWork } from "./fleet/stack-jobs";
import { writeStackSettings } from "./open/stack-settings";
import { UP } from "./up";

/**
 * Reads every resource of a stack from the cloud, and asks what an `up` would change. It changes
 * nothing in the cloud.
 */
const verifyWork =
  (clusters: Clusters): StackWork =>
  async (cloud, stack, _console, { say, signal }) => {
    const handle = await cloud.open({ stack });
    const { configuration } = handle;
    if (configuration instanceof LabError) throw configuration;
    const evidence = await gatherEvidence(handle);
    if (!hasNames(evidence.recorded)) return unfit("it is not brought up");
    await refuseElsewhere(handle, evidence);
    const outside = new OutsideChanges();
    say("reading its resources");
    const read = await handle.engine.refresh(handle.stack, outside.refreshing({ signal }));
    refuseFailures(read, "reading the stack's resources", "run it again once the cloud answers");
    const { counts } = await previewChange(handle);
    if (changesOf(counts) > 0) {
      const changes = [countsText(counts), changesText(outside.changed)].filter(Boolean);
      return unfit(`an up would change it: ${changes.join("; changed outside: ")}`);
    }
    if (!("clusterId" in evidence.recorded.outputs)) return { state: "ready" };
    const { state, reason } = await clusters.read(evidence.recorded.outputs);
    if (state === "unhealthy") return unfit(reason ?? state);
    return { state: "ready" };
  };

const changesOf = ({ create, update, replace, delete: deleted }: Plan["counts"]): number =>
  create + update + replace + deleted;

const unfit = (message: string): StackResult => ({
  state: "unhealthy",
  failure: { code: "cluster-unfit", message, cure: "add --fix, which brings it up again" },
});

/**
 * `lab class verify`: compares every seat with its settings; with --fix it mends what differs. Then
 * it also removes the instructors whose time is over.
 */
export const classVerify = classCommand(
  CLASS_SPECS["class verify"],
  async (opened, args, console) => {
    const { record, cloud } = opened;
    const seats = seatsOf(record, args.seat);
    writeStackSettings(record, seats, console);
    const verify = verifyWork(new Clusters(await cloud.azure()));
    const fix: StackWork = async (...given) => {
      const found = await verify(...given);
      return found.state === "ready" ? found : upWork(...given);
    };
    const isSweep = args.fix && args.seat === undefined;
    return {
      swept: isSweep ? await sweepInstructors(opened, (await cloud.clock()).now()) : undefined,
      verb: { ...UP, name: "verify", work: args.fix ? fix : verify },
      seats,
      wanted: ["ready"],
    };
  },
);
