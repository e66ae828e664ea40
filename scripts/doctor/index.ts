export { doctor, type DoctorInput } from "./doctor";
export { exitCodeOf, type DoctorReport, type Finding, type Verdict } from "./finding";
export { doctorText, VERDICTS } from "./text";
