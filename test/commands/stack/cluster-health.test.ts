import { describe, expect, test } from "vitest";
import {
  clusterFailures,
  type ClusterHealth,
  clusterText,
} from "../../../scripts/commands/stack/cluster-health";

const LIBRARY = "openai==2.54.0";
const unasked = () => Promise.reject(new Error("nothing is asked"));
const look = (change: Partial<ClusterHealth> = {}): ClusterHealth => ({
  id: "1123-1",
  workspace: {
    ...{ resourceId: "/w", host: "https://adb" },
    ...{ get: unasked, ask: unasked, post: unasked, put: unasked, patch: unasked },
  },
  state: "RUNNING",
  stateMessage: "",
  ending: undefined,
  libraries: [{ name: LIBRARY, status: "INSTALLED", messages: [] }],
  copies: [],
  ...change,
});
const texts = (of: ClusterHealth | undefined): string[] =>
  clusterFailures(of, LIBRARY).map(({ message }) => message);

describe("a cluster after an up", () => {
  test("is fit when it runs, or was stopped, with its library there or waiting for its next start", () => {
    expect(texts(look())).toEqual([]);
    const waiting = [{ name: LIBRARY, status: "PENDING", messages: [] }];
    expect(texts(look({ state: "TERMINATED", ending: "SUCCESS", libraries: waiting }))).toEqual([]);
  });

  test.each(["FAILED", "UNINSTALL_ON_RESTART", "SKIPPED"])(
    "is not fit with a library that is %s",
    (status) => {
      const libraries = [{ name: LIBRARY, status, messages: ["no such version"] }];
      expect(texts(look({ libraries }))).toEqual([
        `the library ${LIBRARY} is ${status}: no such version`,
      ]);
    },
  );

  test("is not fit without its library, when its start failed, or when it is not there", () => {
    expect(texts(look({ libraries: [] }))).toEqual([
      `the library ${LIBRARY} is not on the cluster`,
    ]);
    const dead = look({
      state: "TERMINATED",
      ending: "CLIENT_ERROR",
      stateMessage: "no cores left",
    });
    expect(texts(dead)).toEqual(["the cluster did not start: no cores left"]);
    expect(texts(undefined)).toEqual(["the cluster is not in its workspace"]);
  });

  test.each([
    ["RUNNING", "INSTALLED", "running, library installed"],
    ["RESIZING", "INSTALLED", "resizing, library installed"],
    ["TERMINATED", "PENDING", "stopped, library not installed yet"],
  ])("that is %s with its library %s is said to be so", (state, status, text) => {
    const libraries = [{ name: LIBRARY, status, messages: [] }];
    expect(clusterText(look({ state, libraries }), LIBRARY)).toBe(text);
  });
});
