import { mkdirSync, statSync, watch, type FSWatcher } from "node:fs";
import * as path from "node:path";

/** How far an operation has come: bytes in the world's log, and writes of the stack's state. */
export interface Progress {
  log: number;
  state: number;
}

/** What the progress of an operation is measured by. */
export type Meter = keyof Progress;

/** Measures the progress of an operation from outside, by its files alone. */
export class ProgressWatch {
  readonly progress: Progress = { log: 0, state: 0 };
  private readonly watchers: FSWatcher[];

  constructor(
    folder: string,
    stack: string,
    onProgress: (progress: Progress) => void = () => undefined,
  ) {
    const log = path.join(folder, "cloud.jsonl");
    const start = statSync(log).size;
    const states = path.join(folder, "backend/.pulumi/stacks/rai-lab");
    mkdirSync(states, { recursive: true });
    const follow = (directory: string, file: string, measure: () => void): FSWatcher =>
      watch(directory, (_, name) => {
        if (name !== file) return;
        measure();
        onProgress(this.progress);
      });
    this.watchers = [
      follow(folder, path.basename(log), () => {
        this.progress.log = Math.max(this.progress.log, sizeOf(log) - start);
      }),
      follow(states, `${stack}.json`, () => {
        this.progress.state++;
      }),
    ];
  }

  close(): void {
    for (const watcher of this.watchers) watcher.close();
  }
}

/** The log is replaced when it is opened. */
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
