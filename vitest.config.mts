import { defineConfig } from "vitest/config";
import { seconds } from "./test/support/time-limits.js";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/temporary.ts",
    pool: "forks",
    // Two cores: more workers only make each test wait longer.
    maxWorkers: 2,
    testTimeout: seconds(10),
    hookTimeout: seconds(10),
    env: { NO_COLOR: "1" },
  },
});
