export { isOwn, type Outside, resourcesOutside } from "./outside";
export { prove, type ProofInput } from "./prove";
export type { FoundResource } from "./advice";
export { proofExitCode, type Proof, type UncheckedResource } from "./report";
export { completedProofText, proofText } from "./text";
export type { RecordedStack } from "./places";
