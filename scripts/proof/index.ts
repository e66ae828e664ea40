export { prove, type ProofInput } from "./prove";
export { proofExitCode, type Proof } from "./report";
export { completedProofText, proofText } from "./text";
