import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { namesOf } from "../../../infra/names/physical-names";
import { everDeployedKey } from "../../../scripts/cloud/azure/cognitive-services/models";
import { azureStore } from "../../../scripts/cloud/azure/store";
import { suggest } from "../../../scripts/doctor/suggest";
import { type LabCloud, startLabCloud } from "../../support/azure/lab-cloud";
import { defaultConfigOf, NOW, STACK } from "../../support/doctor/context";
import {
  accepts,
  become,
  everyPoint,
  type Point,
  type SmallWorld,
  smallWorlds,
} from "../../support/doctor/small-world";
import { seconds } from "../../support/time-limits";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud();
});
afterAll(() => cloud.stop());

const student = { userName: "student@rai-lab.example" };
const FAST = { updateIntervalInMs: 1 };

/** The nearest configuration that the cloud accepts, by trying every one. */
function nearestDistance(small: SmallWorld): number {
  const { subscriptionId } = cloud.session;
  let nearest = Infinity;
  for (const [point, distance] of everyPoint(small))
    if (distance < nearest && accepts(cloud.world, subscriptionId, point)) nearest = distance;
  return nearest;
}

/** Creates what a lab has of an account over HTTP, and deletes it for good. */
async function create({ location, name, version, sku, capacity }: Point): Promise<void> {
  const { cognitive, resources } = cloud.clients;
  const { resourceGroup, openaiAccount } = namesOf({
    subscriptionId: cloud.session.subscriptionId,
    ...STACK,
  });
  await resources.resourceGroups.createOrUpdate(resourceGroup, { location });
  const account = { kind: "OpenAI", location, sku: { name: "S0" }, properties: {} };
  await cognitive.accounts.beginCreateAndWait(resourceGroup, openaiAccount, account, FAST);
  const model = { format: "OpenAI", name, version };
  const deployment = { sku: { name: sku, capacity }, properties: { model } };
  const place = [resourceGroup, openaiAccount] as const;
  const { deployments, accounts, deletedAccounts } = cognitive;
  await deployments.beginCreateOrUpdateAndWait(...place, "gpt-35-turbo", deployment, FAST);
  await accounts.beginDeleteAndWait(...place, FAST);
  await deletedAccounts.beginPurgeAndWait(location, ...place, FAST);
  await resources.resourceGroups.delete(resourceGroup, FAST);
  // Another run is of a subscription that never deployed the model.
  const { subscriptionId } = cloud.session;
  azureStore(cloud.world).everDeployed.delete(everDeployedKey(subscriptionId, { name, version }));
}

test(
  "where any configuration works, the suggestion does, and none that works is nearer",
  { timeout: seconds(60) },
  async () => {
    const seen = { asItIs: 0, changed: 0, impossible: 0 };
    await fc.assert(
      fc.asyncProperty(smallWorlds, async (small) => {
        const { world, session } = cloud;
        become(world, session.subscriptionId, small);
        const { location, ...model } = small.asked;
        const config = { ...defaultConfigOf({ location, model, student }) };
        const suggestion = await suggest({ config, session, now: NOW });
        const nearest = nearestDistance(small);
        if (nearest === Infinity) {
          expect(suggestion).toHaveProperty("reasons");
          seen.impossible++;
          return;
        }
        if (!("changes" in suggestion)) throw new Error(suggestion.reasons.join("\n"));
        expect(suggestion.distance).toBeCloseTo(nearest, 9);
        const point = { ...small.asked, ...settingsOf(suggestion.changes) };
        expect(accepts(world, session.subscriptionId, point)).toBe(true);
        for (const { reasons } of suggestion.changes) expect(reasons).not.toEqual([]);
        seen[suggestion.distance === 0 ? "asItIs" : "changed"]++;
        await create(point);
      }),
      { numRuns: RUNS, seed: 14 },
    );
    expect(Math.min(seen.asItIs, seen.impossible)).toBeGreaterThan(0);
    expect(seen.changed).toBeGreaterThan(RUNS / 3);
  },
);

const RUNS = 30;

/** `model.name` as `name`. */
const settingsOf = (changes: readonly { settings: Record<string, unknown> }[]): Partial<Point> =>
  Object.fromEntries(
    changes
      .flatMap(({ settings }) => Object.entries(settings))
      .map(([key, value]) => [key.replace("model.", ""), value]),
  );
