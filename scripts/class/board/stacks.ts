import type { ClassStatus, SeatStatus } from "../class-status";

/** The shared half, where there is one, and every seat. */
export const stacksOf = ({ half, seats }: Pick<ClassStatus, "half" | "seats">): SeatStatus[] =>
  half === null ? seats : [half, ...seats];
