import { expect, test } from "vitest";
import { changesText, OutsideChanges } from "../../../scripts/commands/stack/outside-changes";
import type { Operation, StepEvent } from "../../../scripts/engine/engine";

const event = (name: string, operation: Operation, more: Partial<StepEvent> = {}): StepEvent => ({
  urn: `urn:pulumi:dev::rai-lab::t:i:T::${name}`,
  type: "t:i:T",
  name,
  operation,
  phase: "done",
  ...more,
});

test("what a refresh found changed, and which of it up put back", () => {
  const outside = new OutsideChanges();
  const seen: string[] = [];
  const watch = { onStep: ({ name }: StepEvent) => void seen.push(name) };
  const refreshing = outside.refreshing(watch);
  refreshing.onStep?.(event("group", "refresh", { drift: ["tags.owner"] }));
  refreshing.onStep?.(
    event("deployment", "refresh", { drift: ["properties.raiPolicyName", "sku.name"] }),
  );
  refreshing.onStep?.(event("account", "refresh", { drift: ["tags"] }));
  refreshing.onStep?.(event("scope", "delete"));
  refreshing.onStep?.(event("noise", "refresh"));
  refreshing.onStep?.(event("failed", "delete", { phase: "failed" }));
  expect(changesText(outside.changed)).toBe(
    "group (tags.owner), deployment (properties.raiPolicyName, sku.name), account (tags), scope (deleted)",
  );
  const deploying = outside.deploying(watch);
  deploying.onStep?.(event("group", "update", { keys: ["tags"] }));
  deploying.onStep?.(event("deployment", "update", { keys: ["sku"] }));
  deploying.onStep?.(event("account", "same"));
  deploying.onStep?.(event("scope", "create"));
  deploying.onStep?.(event("other", "update", { keys: ["tags"] }));
  expect(changesText(outside.putBack)).toBe(
    "group (tags.owner), deployment (sku.name), scope (deleted)",
  );
  expect(seen).toHaveLength(11);
});

test("what the command itself deleted is no change from outside", () => {
  const outside = new OutsideChanges();
  outside.refreshing({}).onStep?.(event("cluster", "delete"));
  outside.forget("t:i:T");
  expect(outside.changed).toEqual([]);
});
