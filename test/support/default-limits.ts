/** The limits of tests and hooks that name none. */
import { vi } from "vitest";
import { seconds } from "./time-limits";

vi.setConfig({ testTimeout: seconds(10), hookTimeout: seconds(10) });
