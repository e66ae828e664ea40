import type { LabConfig } from "../../../infra/config";
import type { ClassLayout } from "../class-status";

/** What a teacher wants: the question that a plan answers. */
export interface ClassDemand {
  /** In the order of the roster. */
  seats: readonly DemandedSeat[];
  /**
   * The settings that every seat has, as those of one `lab` stack; `model.capacity` is one seat's,
   * and `location` the region that is preferred.
   */
  config: LabConfig;
  /** `auto` leaves the choice to the arithmetic. */
  layout: ClassLayout | "auto";
  /** The regions that may be used; any region of the supply when absent. */
  regions?: readonly string[] | undefined;
  /** Hours that every cluster works. */
  hours: number;
  /** Stacks that are worked on at once. */
  atOnce: number;
}

/** One student's place. */
export interface DemandedSeat {
  slug: string;
  /** Name of the seat's stack. */
  stack: string;
}
