/** Another user of this machine gets nowhere in a local world. */
import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { CloudConnection } from "../../scripts/cloud/connection";
import { startLab } from "../support/lab";
import { askAs, noOtherUser } from "../support/other-user";
import { seconds } from "../support/time-limits";

interface Findings {
  files: Record<string, string>;
  calls: Record<string, number>;
  grpc: Record<string, string>;
}

/** Tries everything that a user can try who has no secret, and prints what came of it. */
const script = (home: string, connection: CloudConnection): string => `
  const fs = require("node:fs"), https = require("node:https"), http2 = require("node:http2");
  const path = require("node:path");
  const read = (name) => {
    try { fs.readFileSync(path.join(${JSON.stringify(home)}, name)); return "read"; }
    catch (error) { return error.code; }
  };
  const call = (method, url, body) => new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const request = https.request(url, { method, headers, rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    request.on("error", reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
  const grpc = (port) => new Promise((resolve) => {
    const session = http2.connect("http://127.0.0.1:" + port);
    const end = (text) => { resolve(text); session.destroy(); };
    session.on("error", () => end("cut off"));
    session.on("close", () => end("cut off"));
    const stream = session.request({
      ":method": "POST",
      ":path": "/pulumirpc.ResourceProvider/GetPluginInfo",
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.on("error", () => end("cut off"));
    stream.on("response", () => end("answered"));
    stream.end(Buffer.from([0, 0, 0, 0, 0]));
  });
  const { control, arm, authority, student, tenantId, clientId, env } =
    ${JSON.stringify({ ...connection, controlToken: "", clientSecret: "", env: { PULUMI_DEBUG_PROVIDERS: connection.env.PULUMI_DEBUG_PROVIDERS } })};
  (async () => {
    const files = Object.fromEntries(["cloud.json", "cloud.jsonl"].map((n) => [n, read(n)]));
    const calls = {};
    const attempts = [
      ["GET", "/healthz"],
      ["GET", "/clock"],
      ["POST", "/clock/advance", { ms: 1 }],
      ["POST", "/faults", { plan: [] }],
      ["POST", "/tokens", { userName: student.userName, resource: arm }],
      ["POST", "/users", { userName: "mallory@rai-lab.example", role: "Owner" }],
      ["PATCH", "/tables/quotas", {}],
      ["GET", "/HEALTHZ/../clock"],
      ["GET", "/nothing"],
    ];
    for (const [method, route, body] of attempts)
      calls[method + " " + route] = await call(method, control + route, body);
    calls["ARM"] = await call("GET", arm + "/subscriptions?api-version=2022-12-01");
    const ports = env.PULUMI_DEBUG_PROVIDERS.split(",").map((entry) => entry.split(":"));
    const answers = {};
    for (const [name, port] of ports) answers[name] = await grpc(port);
    console.log(JSON.stringify({ files, calls, grpc: answers }));
  })();
`;

const CALLS = {
  "GET /healthz": 200,
  "GET /clock": 401,
  "POST /clock/advance": 401,
  "POST /faults": 401,
  "POST /tokens": 401,
  "POST /users": 401,
  "PATCH /tables/quotas": 401,
  "GET /HEALTHZ/../clock": 401,
  "GET /nothing": 401,
  ARM: 401,
};

test(
  "another user reads no file, mints no token, makes no user, and reaches no provider",
  { timeout: seconds(20) },
  async (context) => {
    if (noOtherUser !== undefined) {
      console.warn(`skipped: ${noOtherUser}`);
      context.skip(noOtherUser);
    }
    // Every user may enter the folder around the world: only the world's own rights protect it.
    const around = mkdtempSync("/tmp/rai-lab-other-user-");
    chmodSync(around, 0o755);
    onTestFinished(() => rmSync(around, { recursive: true, force: true }));
    const home = path.join(around, "lab");
    const cloud = startLab(home, ["cloud", "--model", "planted", "--json"]);
    let text = "";
    cloud.child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    await cloud.waitForOutput(/"schema":"rai-lab\/cloud\/1".*\n/);
    const connection = JSON.parse(text) as CloudConnection;

    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(home, "cloud.json")).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(home, "cloud.jsonl")).mode & 0o777).toBe(0o600);
    const attempts = script(home, connection);
    expect(askAs<Findings>("other user", attempts)).toEqual({
      files: { "cloud.json": "EACCES", "cloud.jsonl": "EACCES" },
      calls: CALLS,
      grpc: { "azure-native": "cut off", databricks: "cut off" },
    });
    // The same attempts of the world's own user show that they would succeed.
    expect(askAs<Findings>("own user", attempts)).toEqual({
      files: { "cloud.json": "read", "cloud.jsonl": "read" },
      calls: CALLS,
      grpc: { "azure-native": "answered", databricks: "answered" },
    });
    const authorization = `Bearer ${connection.controlToken}`;
    const { clock } = askAs<{ clock: number }>(
      "own user",
      `require("node:https").get(${JSON.stringify(`${connection.control}/clock`)},
        { headers: { authorization: ${JSON.stringify(authorization)} }, rejectUnauthorized: false },
        (answer) => { answer.resume(); console.log(JSON.stringify({ clock: answer.statusCode })); })`,
    );
    expect(clock).toBe(200);
  },
);
