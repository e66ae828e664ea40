import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { finding, makeHealthy, paths, usage, vmSize } from "../../support/doctor/paths";
import { doctor } from "../../../scripts/doctor";
import { configOf, NOW } from "../../support/doctor/context";
import { ok, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";

const RULE = "vcpu-quota";
const FAMILY = "standardDDSv5Family";

let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

const sizes = (...value: unknown[]): unknown => arm.answers.set(paths.vmSizes, ok({ value }));
const cores = (family: [number, number], all: [number, number]): unknown =>
  arm.answers.set(
    paths.cores,
    ok({
      value: [
        usage(FAMILY, ...family, "Standard DDSv5 Family vCPUs"),
        usage("cores", ...all, "Total Regional vCPUs"),
      ],
    }),
  );
const CURE =
  "set rai-lab:databricks.nodeType to a smaller size or one of another family, choose another rai-lab:location, or ask for more under Quotas, Compute in the portal";

test("cores enough in both rows are ok, with the arithmetic", async () => {
  cores([96, 100], [20, 24]);
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "ok",
    code: "ok",
    message: "vCPU quota for one Standard_D4ds_v5: 4 needed, 4 free",
    cure: "",
    evidence:
      "usages of eastus2: standardDDSv5Family: limit 100 − used 96 = 4 free, cores: limit 24 − used 20 = 4 free, needed 4",
  });
  expect(decodeURIComponent(arm.requests.join("\n"))).toContain(
    "/providers/Microsoft.Compute/skus?api-version=2021-07-01&$filter=location eq 'eastus2'",
  );
});

test.each([
  ["the family's", [0, 3], [0, 100], "3 allowed as Standard DDSv5 Family vCPUs"],
  ["the region's", [0, 100], [0, 2], "2 allowed as Total Regional vCPUs"],
] as const)(
  "a limit of %s row that is too small is a refusal, whatever is used",
  async (_row, family, all, said) => {
    cores([...family], [...all]);
    expect(await finding(arm, RULE)).toMatchObject({
      status: "refused",
      code: "AZURE_QUOTA_EXCEEDED_EXCEPTION",
      message: `the quota is too small for one Standard_D4ds_v5: 4 cores needed, ${said}`,
      cure: CURE,
    });
  },
);

const CLUSTER = { type: "databricks:index/cluster:Cluster", id: "1", inputs: {} };

test.each([
  ["refused", "a lab without a cluster", undefined],
  ["warning", "a lab whose own cluster may use them", { count: 1, resources: [CLUSTER] }],
])("too few free cores are %s for %s", async (status, _whose, recorded) => {
  cores([97, 100], [20, 100]);
  const { findings } = await doctor({
    config: configOf(),
    session: arm.session,
    now: NOW,
    recorded,
  });
  expect(findings.find(({ rule }) => rule === RULE)).toMatchObject({
    status,
    message:
      "4 cores are needed for one Standard_D4ds_v5, and 3 of 100 are free now as Standard DDSv5 Family vCPUs",
    cure: `stop what is not needed (this lab's own clusters count too), ${CURE}`,
  });
});

test("a class needs cores for every seat that it lists: a warning, since it makes no cluster", async () => {
  sizes(
    vmSize(),
    vmSize({ name: "Standard_D8ds_v5", capabilities: [{ name: "vCPUs", value: "8" }] }),
  );
  cores([0, 20], [0, 100]);
  const large = {
    layout: "class",
    seats: ["s01", "s02", "s03"],
    databricks: { nodeType: "Standard_D8ds_v5" },
  };
  expect(await finding(arm, RULE, large)).toMatchObject({
    status: "warning",
    message:
      "the quota is too small for 3 × Standard_D8ds_v5: 24 cores needed, 20 allowed as Standard DDSv5 Family vCPUs",
  });
  const small = { layout: "class", seats: ["s01", "s02", "s03"] };
  expect(await finding(arm, RULE, small)).toMatchObject({
    status: "ok",
    message: "vCPU quota for 3 × Standard_D4ds_v5: 12 needed, 20 free",
  });
});

test.each([
  ["not offered", vmSize({ name: "Standard_D8ds_v5" }), "no Standard_D4ds_v5 among 1 sizes"],
  [
    "shut out",
    vmSize({ restrictions: [{ type: "Location", reasonCode: "NotAvailableForSubscription" }] }),
    "Standard_D4ds_v5 is restricted",
  ],
])("a size that is %s is a refusal", async (_why, size, evidence) => {
  sizes(size);
  expect(await finding(arm, RULE)).toMatchObject({
    status: "refused",
    code: "SkuNotAvailable",
    message: "eastus2 has no Standard_D4ds_v5 for this subscription",
    evidence: `skus of eastus2: ${evidence}`,
  });
});

test("a size that only some zones lack is fine, and so is a name in another case", async () => {
  sizes(
    vmSize({ resourceType: "disks" }),
    vmSize({ name: "STANDARD_D4DS_V5", restrictions: [{ type: "Zone" }] }),
  );
  expect((await finding(arm, RULE)).status).toBe("ok");
});

test("tables without their rows are unknown", async () => {
  arm.answers.set(paths.cores, ok({ value: [usage("cores", 0, 100)] }));
  expect(await finding(arm, RULE)).toMatchObject({ status: "unknown", code: "NoQuotaRow" });
  sizes(vmSize({ resourceType: "disks" }));
  expect(await finding(arm, RULE)).toMatchObject({ status: "unknown", code: "NotListed" });
});
