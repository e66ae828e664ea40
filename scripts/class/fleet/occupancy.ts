import type { Job } from "./job";
import type { FleetLimits } from "./options";

/** What running jobs hold of a machine, and of shared accounts. */
export class Occupancy {
  private jobs = 0;
  private memory = 0;
  private readonly accounts = new Set<string>();

  constructor(private readonly limits: Pick<FleetLimits, "concurrency" | "memory">) {}

  /** What a job cannot have now; undefined when it can have all. */
  lacking(job: Job): "account" | "cores" | "memory" | undefined {
    if (accountsOf(job).some((id) => this.accounts.has(id))) return "account";
    if (this.jobs >= Math.max(1, this.limits.concurrency)) return "cores";
    if (this.memory + this.memoryOf(job) > this.limits.memory) return "memory";
    return undefined;
  }

  acquire(job: Job): void {
    this.jobs += 1;
    this.memory += this.memoryOf(job);
    for (const id of accountsOf(job)) this.accounts.add(id);
  }

  release(job: Job): void {
    this.jobs -= 1;
    this.memory -= this.memoryOf(job);
    for (const id of accountsOf(job)) this.accounts.delete(id);
  }

  /** A job that needs more than there is runs alone: its need is an estimate. */
  private memoryOf(job: Job): number {
    return Math.min(job.memory, this.limits.memory);
  }
}

/** Resource Manager's ids are the same in any case. */
const accountsOf = ({ exclusive }: Job): string[] => exclusive.map((id) => id.toLowerCase());
