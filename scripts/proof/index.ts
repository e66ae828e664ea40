export { EXTENSIONS, type Outside, type OutsideInput, resourcesOutside } from "./outside";
export { isOwn } from "./ownership";
export { prove, type ProofInput } from "./prove";
export type { FoundResource } from "./advice";
export { proofExitCode, type Proof, type ResourceKind, type UncheckedResource } from "./report";
export { completedProofText, proofText } from "./text";
export { otherSubscriptions, type RecordedStack } from "./places";
