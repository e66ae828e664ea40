import { configDefaults, defineConfig } from "vitest/config";

const ALL = "test/**/*.test.ts";
/**
 * The rooms whose tests leave their process as they found it. They share one for each worker, which loads what they
 * test once; `test/support/one-process.ts` sees to it that none leaves anything behind.
 */
const SHARED = [
  "test/{class,commands,doctor,prices,probe,proof,providers,trial,watch}/**/*.test.ts",
  "test/cloud/{azure,core,openai,page}/**/*.test.ts",
  "test/lib/{masking,page,shell,stack}/**/*.test.ts",
];
const LIMITS = "test/support/default-limits.ts";

export default defineConfig({
  test: {
    globalSetup: "test/support/temporary.ts",
    pool: "forks",
    // Two cores: more workers only make each test wait longer.
    maxWorkers: 2,
    env: { NO_COLOR: "1" },
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include: SHARED,
          isolate: false,
          setupFiles: [LIMITS, "test/support/one-process.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "alone",
          include: [ALL],
          exclude: [...configDefaults.exclude, ...SHARED],
          setupFiles: LIMITS,
        },
      },
    ],
  },
});
