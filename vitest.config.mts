import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/temporary.ts",
    setupFiles: "test/support/default-limits.ts",
    pool: "forks",
    // Two cores: more workers only make each test wait longer.
    maxWorkers: 2,
    env: { NO_COLOR: "1" },
  },
});
