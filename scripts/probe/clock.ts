/** The probe's time: real time against Azure, the cloud's simulated time against the local cloud, a counter in tests. */
export { wallClock as systemClock, type CloudClock as Clock } from "../lib/cloud-clock";
