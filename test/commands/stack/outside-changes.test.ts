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
  const { onStep: refreshed } = outside.refreshing(watch);
  refreshed?.(event("group", "refresh", { drift: ["tags.owner"] }));
  refreshed?.(event("deployment", "refresh", { drift: ["properties.raiPolicyName", "sku.name"] }));
  refreshed?.(event("account", "refresh", { drift: ["tags"] }));
  refreshed?.(event("scope", "delete"));
  refreshed?.(event("noise", "refresh"));
  refreshed?.(event("failed", "delete", { phase: "failed" }));
  expect(changesText(outside.changed)).toBe(
    "group (tags.owner), deployment (properties.raiPolicyName, sku.name), account (tags), scope (deleted)",
  );
  const { onStep: deployed } = outside.deploying(watch);
  deployed?.(event("group", "update", { keys: ["tags"] }));
  deployed?.(event("deployment", "update", { keys: ["sku"] }));
  deployed?.(event("account", "same"));
  deployed?.(event("scope", "create"));
  deployed?.(event("other", "update", { keys: ["tags"] }));
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
