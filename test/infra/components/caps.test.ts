import { expect, test } from "vitest";
import { Caps } from "../../../infra/components/caps";
import { graphOf } from "../../support/graph";
import { testWorkspace } from "../../support/graph/parts";

test("caps cost, holds the cluster's shape, and is granted to nobody", async () => {
  const graph = await graphOf(() => {
    const caps = new Caps("caps", {
      workspace: testWorkspace(),
      policyName: "lab",
      nodeType: "Standard_D8ds_v5",
      maxDbusPerHour: 2.5,
      maxAutoterminationMinutes: 60,
    });
    return { policyId: caps.policyId };
  });
  const { name, definition } = graph.only("ClusterPolicy").inputs as {
    name: string;
    definition: string;
  };
  expect(name).toBe("lab");
  expect(JSON.parse(definition)).toEqual({
    dbus_per_hour: { type: "range", maxValue: 2.5 },
    autotermination_minutes: { type: "range", minValue: 10, maxValue: 60 },
    node_type_id: { type: "allowlist", values: ["Standard_D8ds_v5"] },
    driver_node_type_id: { type: "allowlist", values: ["Standard_D8ds_v5"] },
    num_workers: { type: "fixed", value: 0 },
    data_security_mode: { type: "fixed", value: "SINGLE_USER" },
    runtime_engine: { type: "fixed", value: "STANDARD" },
  });
  expect(graph.of("Permissions")).toEqual([]);
  expect(graph.outputs).toEqual({ policyId: "POLICY" });
});
