import assert from "node:assert/strict";
import fc from "fast-check";
import { parseConfig } from "../../infra/config";
import { tagsOf } from "../../infra/names/tags";
import { toPulumiConfig } from "../pulumi-config";
import { configuration } from "./configurations";

/** Azure's limits: learn.microsoft.com/azure/azure-resource-manager/management/tag-resources, "Limitations". */
const MOST = { tags: 50, name: 512, value: 256 };
const FORBIDDEN = /[<>%&\\?/]/;
const RESERVED = /^(microsoft|azure|windows)/i;

const pulumiName = fc.stringMatching(/^[A-Za-z0-9_.-]{1,100}$/);

/** Properties of the tags of every configuration. */
export const TAG_PROPERTIES: Record<string, fc.IRawProperty<unknown>> = {
  "tags keep Azure's limits and say whose they are": fc.property(
    configuration,
    pulumiName,
    (values, stack) => {
      const tags = tagsOf(parseConfig(toPulumiConfig(values), "rai-lab", stack));
      const names = Object.keys(tags);
      assert.ok(names.length <= MOST.tags);
      assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
      for (const [name, value] of Object.entries(tags)) {
        assert.ok(name.length <= MOST.name && !FORBIDDEN.test(name) && !RESERVED.test(name), name);
        assert.ok(value.length > 0 && value.length <= MOST.value, value);
      }
      assert.deepEqual(
        [tags["project"], tags["stack"], tags["managed-by"]],
        ["rai-lab", stack, "pulumi"],
      );
    },
  ),
};
