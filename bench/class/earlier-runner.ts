import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PROJECT } from "../../scripts/lib/stack/paths";
import { runWatched, type Watched } from "./process-tree";

/** The last version whose bench `stacks` stood a class of 300 up by itself. */
const EARLIER = "01d0dc00";

/** The sources of that version in a folder of their own, with the packages of this one. */
export class EarlierRunner {
  private constructor(private readonly folder: string) {}

  /** Undefined where this is no clone that has the version. */
  static open(): EarlierRunner | undefined {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), "rai-lab-earlier-")), "source");
    try {
      git("worktree", "add", "--detach", folder, EARLIER);
    } catch {
      return undefined;
    }
    const packages = path.join(folder, "node_modules");
    if (!existsSync(packages)) symlinkSync(path.join(PROJECT, "node_modules"), packages);
    return new EarlierRunner(folder);
  }

  /** Seconds of 300 isolated stacks, up and destroyed, and the peak of memory. */
  async run(): Promise<{ seconds: number; peakMib: number }> {
    const args = ["--require", "./infra/loader.cjs", "bench/index.ts", "stacks"];
    const watched = await runWatched(process.execPath, args, { cwd: this.folder });
    return { seconds: secondsIn(watched), peakMib: watched.peakMib };
  }

  close(): void {
    git("worktree", "remove", "--force", this.folder);
    rmSync(path.dirname(this.folder), { recursive: true, force: true });
  }
}

const git = (...args: string[]): Buffer =>
  execFileSync("git", args, { cwd: PROJECT, stdio: ["ignore", "pipe", "ignore"] });

const secondsIn = ({ text }: Watched): number =>
  [...text.matchAll(/at a time: (?:up|destroy) ([\d.]+) s/g)]
    .map(([, seconds]) => Number(seconds))
    .reduce((sum, one) => sum + one, 0);
