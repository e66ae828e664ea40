import { expect, it, vi } from "vitest";
import { ConnectionLost, type Request, type Send } from "../../scripts/providers/http";
import { createPauses, realSleep } from "../../scripts/providers/pauses";

const CONTROL = "https://127.0.0.1:4003";

function pauses(answers = true) {
  const slept: number[] = [];
  const told: unknown[] = [];
  const send: Send = (request: Request) => {
    if (!answers) return Promise.reject(new ConnectionLost(request, new Error("refused")));
    told.push([request.method, request.url, request.body, request.headers?.authorization]);
    return Promise.resolve({ status: 200, headers: new Headers(), text: "", json: undefined });
  };
  const sleep = (ms: number): Promise<void> => {
    slept.push(ms);
    return Promise.resolve();
  };
  return {
    slept,
    told,
    made: createPauses({ control: CONTROL, controlToken: "secret" }, send, 0.01, sleep),
  };
}

it("takes a hundredth of the real provider's time, except where the service asks for milliseconds", async () => {
  const { slept, told, made } = pauses();
  await made.poll(10_000);
  await made.exactly(20);
  expect(slept).toEqual([100, 20]);
  expect(told).toEqual([]);
});

it("lets a back-off pass on the cloud's clock, if there is one", async () => {
  const { slept, told, made } = pauses();
  await made.backOff(60_000);
  expect(told).toEqual([["POST", `${CONTROL}/clock/advance`, { ms: 60_000 }, "Bearer secret"]]);
  expect(slept).toEqual([600]);
  const down = pauses(false);
  await down.made.backOff(60_000);
  expect(down.slept).toEqual([600]);
});

it("ends a real sleep with the signal's own reason", async () => {
  await expect(realSleep(60_000, AbortSignal.timeout(5))).rejects.toMatchObject({
    name: "TimeoutError",
  });
});

it("waits five minutes at most, and says so when a service asks for more", async () => {
  const said = vi.spyOn(console, "warn").mockReturnValue();
  const { slept, told, made } = pauses();
  await made.poll(3_600_000);
  await made.exactly(3_600_000);
  await made.backOff(3_600_000);
  expect(slept).toEqual([3_000, 300_000, 3_000]);
  expect(told[0]).toContainEqual({ ms: 300_000 });
  expect(said.mock.calls).toEqual(Array(3).fill(["waiting 300 s (3600 s were asked for)"]));
  said.mockRestore();
});
