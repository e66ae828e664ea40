export { type Exchange, type Passed } from "./exchange";
export { type Difference, expectedAnswers, learnt } from "./expected/expected";
export { compareWithParity, type JudgedRow, type ParityReport } from "./parity/compare";
export { Watch } from "./watch";
export { startRecorder, type Recorder } from "./recorder";
