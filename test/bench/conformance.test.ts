/** A sample of `npm run bench conformance`, and what its corpora may hold. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, it, test } from "vitest";
import { CORPORA, different, judgeRecordings } from "../../bench/conformance";
import { readCorpus, type Corpus } from "../../bench/conformance/corpus";
import { judge } from "../../bench/conformance/judge";
import { factsOf, interactionsOf } from "../../bench/conformance/vcr";
import roles from "../../scripts/cloud/azure/seed/roles.json";
import { seconds } from "../support/time-limits";

/** One recording in so many is replayed here. */
const EVERY = 9;
const SEED = 4;

describe.each(CORPORA)("the corpus %s", (name) => {
  const corpus = readCorpus(name);

  it("is answered as it was recorded, or 501", { timeout: seconds(60) }, async () => {
    const { recordings } = corpus;
    const sample =
      recordings.length < EVERY ? recordings : recordings.filter((_, i) => i % EVERY === SEED);
    const judged = await judgeRecordings(corpus, sample);
    expect(different(judged)).toEqual([]);
    expect(judged.filter(({ verdict }) => verdict === "equal").length).toBeGreaterThan(5);
  });

  it("holds facts: no text, no person, no id but those of built-in roles", () => {
    const file = path.join(__dirname, `../../bench/conformance/corpora/${name}.json`);
    const text = readFileSync(file, "utf8");
    expect(text).not.toMatch(/\w@\w+\.\w/);
    expect(text).not.toMatch(/eyJ|MIIH|BEGIN /);
    const ids = new Set(text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi));
    const builtIn = roles.rows.map(({ id }) => id);
    expect([...ids].filter((id) => !builtIn.includes(id))).toEqual([]);
    expect(Math.max(...(text.match(/"[^"]*"/g) ?? []).map(({ length }) => length))).toBeLessThan(
      400,
    );
  });
});

const GUID = "11111111-2222-4333-8444-555555555555";
const CASSETTE = `
interactions:
- request:
    body: '{"location": "westus", "properties": {"description": "words", "owner": "ada@school.example"}}'
    method: PUT
    uri: https://management.azure.com/subscriptions/${GUID}/resourceGroups/g?api-version=2022-09-01&t=1
  response:
    body: {string: '{"id": "x/99999999-2222-4333-8444-555555555555", "properties": {"tags": {"a": 1}}}'}
    headers: {date: ["Fri, 03 Feb 2023 07:00:00 GMT"]}
    status: {code: 201}
- request:
    body: null
    method: GET
    uri: https://management.azure.com/subscriptions/${GUID}/operationresults/one?api-version=2022-09-01
  response: {body: {string: ''}, headers: {}, status: {code: 202}}
- request:
    body: null
    method: GET
    uri: https://management.azure.com/subscriptions/${GUID}/operationresults/one?api-version=2022-09-01
  response: {body: {string: '{"status": "Succeeded"}'}, headers: {}, status: {code: 200}}
- request:
    body: null
    method: GET
    uri: https://management.azure.com/x/99999999-2222-4333-8444-555555555555?api-version=2022-09-01
  response: {body: {string: '{}'}, headers: {}, status: {code: 200}}
- request:
    body: null
    method: GET
    uri: https://a.vault.azure.net/secrets
  response: {body: {string: '{}'}, headers: {}, status: {code: 200}}
`;

test("a cassette becomes facts", () => {
  const keySets: string[][] = [];
  const sets = { indexOf: (keys: readonly string[]) => keySets.push([...keys]) - 1 };
  expect(factsOf(interactionsOf(CASSETTE), sets)).toEqual([
    {
      method: "PUT",
      path: "/subscriptions/{subscription}/resourceGroups/g",
      query: { "api-version": "2022-09-01" },
      body: { location: "westus", properties: { description: "text", owner: "{user:1}" } },
      status: 201,
      keys: 0,
      ids: { id: "{guid:2}" },
    },
    {
      method: "GET",
      path: "{operation}",
      status: 200,
      keys: 2,
      before: [{ status: 202, keys: 1 }],
    },
    {
      method: "GET",
      path: "/x/{guid:2}",
      query: { "api-version": "2022-09-01" },
      status: 200,
      keys: 3,
    },
  ]);
  expect(keySets[0]).toEqual(["id", "properties", "properties.tags", "properties.tags.{}"]);
});

const CORPUS: Corpus = {
  repository: "a/b",
  commit: "0",
  allowed: [{ calls: "GET */things/*", extra: ["properties.new"], reason: "newer" }],
  keySets: [["id", "properties"]],
  recordings: [],
};
const thing = { method: "GET", path: "/providers/Some.Space/things/a", status: 200, keys: 0 };
const verdictOf = (status: number, keys: string[], call = thing) => {
  const [{ service, verdict, what }] = judge(CORPUS, [
    { call, answer: { status, keys }, before: [] },
  ]) as [ReturnType<typeof judge>[number]];
  return [service, verdict, what.join()];
};

test.each([
  [200, ["id", "properties"], "equal", ""],
  [200, ["id"], "different", "without properties"],
  [200, ["id", "properties", "other"], "different", "with other"],
  [200, ["id", "properties", "properties.new", "properties.new.x"], "allowed", ""],
  [404, ["id", "properties"], "different", "status 404 instead of 200"],
  [501, ["error"], "not simulated", ""],
])("an answer %s with %j is %s", (status, keys, verdict, what) => {
  expect(verdictOf(status, keys)).toEqual(["Some.Space", verdict, what]);
});

test("what a 501 did not make is not missed later", () => {
  const put = { ...thing, method: "PUT" };
  const judged = judge(CORPUS, [
    { call: put, answer: { status: 501, keys: [] }, before: [] },
    { call: thing, answer: { status: 404, keys: [] }, before: [] },
  ]);
  expect(judged.map(({ verdict }) => verdict)).toEqual(["not simulated", "not simulated"]);
});
