import { UnsecuredJWT } from "jose";
import { createApp } from "../../../scripts/cloud/core/app";
import { closeWorld, createWorld } from "../../../scripts/cloud/core/world";
import type { AzureSession } from "../../../scripts/lib/azure/session";
import { SUBSCRIPTION } from "../doctor/context";

export interface Answer {
  status: number;
  body: unknown;
}

/** A Resource Manager with prepared answers, for the vendor's own clients over HTTPS. */
export interface FakeArm {
  session: AzureSession;
  /**
   * Answers by lower-case path after the subscription, without query. Other paths are 404
   * `ResourceNotFound`.
   */
  answers: Map<string, Answer>;
  /** `path?query` of every request since the last `reset`. */
  requests: string[];
  /** Removes all answers and requests. */
  reset(): void;
  stop(): Promise<void>;
}

/** A 200 answer. */
export const ok = (body: unknown): Answer => ({ status: 200, body });
/** An error answer in Azure's envelope. */
export const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
});

/** The token of a person who signed in with the Azure CLI. */
const PERSON = new UnsecuredJWT({ appid: "04b07795-8ddb-461a-bbee-02f9e1bf7b46" }).encode();

/** Starts one without answers. */
export async function startFakeArm(): Promise<FakeArm> {
  const answers = new Map<string, Answer>();
  const requests: string[] = [];
  const world = await createWorld([
    {
      kind: "arm",
      createApp: async (w) => {
        const app = await createApp(w, "a fake Resource Manager", ({ code, message }) => ({
          error: { code, message },
        }));
        app.all("*", (request, reply) => {
          const path = request.url.replace(`/subscriptions/${SUBSCRIPTION}`, "");
          requests.push(path);
          const answer =
            answers.get(path.split("?")[0]!.toLowerCase()) ??
            refusal(404, "ResourceNotFound", "not here");
          return reply.status(answer.status).send(answer.body);
        });
        return app;
      },
    },
  ]);
  await world.hosts.open("arm", "arm");
  const getToken = () =>
    Promise.resolve({ token: PERSON, expiresOnTimestamp: Date.now() + 3_600_000 });
  return {
    session: {
      credential: { getToken },
      subscriptionId: SUBSCRIPTION,
      endpoint: world.hosts.url("arm", "arm")!,
    },
    answers,
    requests,
    reset: () => {
      answers.clear();
      requests.length = 0;
    },
    stop: () => closeWorld(world),
  };
}
