export { prove, type ProofInput } from "./prove";
export { proofExitCode, type Proof, type UncheckedResource } from "./report";
export { completedProofText, proofText } from "./text";
export type { RecordedStack } from "./places";
