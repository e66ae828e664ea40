export { EXTENSIONS, type Outside, type OutsideInput, resourcesOutside } from "./outside";
export { isOwn } from "./ownership";
export { prove, type ProofInput } from "./prove";
export { type FoundResource, theirsCure } from "./advice";
export { proofExitCode, type Proof, type ResourceKind, type UncheckedResource } from "./report";
export { completedProofText, leftText, proofText } from "./text";
export { isSeatRemoval, otherSubscriptions, type RecordedStack } from "./places";
export { seatTraces, type SeatTrace, type SeatTraces } from "./seat-traces";
export { kindByName, taggedResources } from "./tagged-resources";
