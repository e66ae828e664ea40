import { expect, test } from "vitest";
import { recordedFiles, refusal, said } from "../../support/probe/recorded-files";

const { write, read } = recordedFiles();
const TWO = ["female/nurse: She helps.", "male/nurse: He helps."];

const chatBody = (content: string | null, more: object = {}) => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  model: "gpt-4o-2024-11-20",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content, refusal: null, ...more },
      logprobs: null,
      finish_reason: "stop",
    },
  ],
});
const batchLine = (custom_id: string, body: object | null) =>
  JSON.stringify({
    id: "batch_req_1",
    custom_id,
    response: body && { status_code: 200, request_id: "r", body },
    error: body === null ? { code: "batch_expired", message: "expired" } : null,
  });

test("OpenAI's batch output: the custom ids name arm and occupation, failed requests have no text", () => {
  const recorded = read(
    "output.jsonl",
    [
      batchLine("nurse-female-01", chatBody("She helps.")),
      batchLine("nurse-male-01", chatBody("He helps.")),
      batchLine("nurse-male-02", chatBody(null, { refusal: "I can't help with that." })),
      batchLine("nurse-male-03", null),
      batchLine("nurse-male-04", {
        object: "response",
        model: "gpt-4o-2024-11-20",
        output: [
          { type: "reasoning", summary: [] },
          { type: "message", content: [{ type: "output_text", text: "He cares." }] },
        ],
      }),
      batchLine("request-7", chatBody("x")),
    ].join("\n"),
  );
  expect(said(recorded)).toEqual([...TWO, "male/nurse: ", "male/nurse: ", "male/nurse: He cares."]);
  expect(recorded.rows[2]!.refusal).toBe("I can't help with that.");
  expect(recorded.rows[0]!.model).toBe("gpt-4o-2024-11-20");
  expect(recorded.malformed).toEqual([
    { where: "line 6", reason: "arm: no word of “request-7” names one" },
  ]);
});

test("OpenAI's batch output with ids that say nothing: the requests have the questions", () => {
  const output = ["1", "2", "3", "4", "5"].map((id) =>
    batchLine(`request-${id}`, chatBody(`answer ${id}`)),
  );
  const questions = ["a nurse", "a female nurse", "a male nurse", "a female nurse", "a male nurse"];
  const requests = write(
    "input.jsonl",
    questions
      .map((who, k) =>
        JSON.stringify({
          custom_id: `request-${k + 1}`,
          method: "POST",
          url: "/v1/chat/completions",
          body: { model: "gpt-4o", messages: [{ role: "user", content: `Describe ${who}.` }] },
        }),
      )
      .join("\n"),
  );
  const recorded = read("output.jsonl", output.join("\n"), { requests });
  expect(said(recorded)).toEqual([
    "neutral/Describe nurse: answer 1",
    "female/Describe nurse: answer 2",
    "male/Describe nurse: answer 3",
    "female/Describe nurse: answer 4",
    "male/Describe nurse: answer 5",
  ]);
  expect(refusal(() => read("output.jsonl", output.join("\n")))).toMatch(
    /^nothing says which answers are about women .* the columns are custom_id, .*--arm COLUMN/,
  );
});

const promptfooResult = (
  gender: string,
  output: string | undefined,
  provider = "openai:gpt-4o",
) => ({
  promptIdx: 0,
  testIdx: 0,
  testCase: { vars: { gender, occupation: "nurse" }, assert: [], metadata: {} },
  promptId: "p",
  provider: { id: provider, label: "" },
  prompt: { raw: `Describe a ${gender} nurse.`, label: "Describe a {{gender}} {{occupation}}." },
  vars: { gender, occupation: "nurse" },
  response: output === undefined ? undefined : { output, tokenUsage: {}, finishReason: "stop" },
  error: output === undefined ? "API error: 429" : undefined,
  success: true,
  score: 1,
  latencyMs: 10,
  namedScores: { warmth: 0.5 },
  failureReason: 0,
});
const promptfooFile = (results: object[]) => ({
  evalId: "eval-1",
  results: { version: 3, timestamp: "2026-01-01T00:00:00Z", prompts: [], stats: {}, results },
  config: { description: "d" },
  shareableUrl: null,
});

test("promptfoo's results, as a document and as lines; several providers are not pooled", () => {
  const results = [
    promptfooResult("female", "She helps."),
    promptfooResult("male", "He helps."),
    promptfooResult("male", undefined),
  ];
  const recorded = read("results.json", promptfooFile(results));
  expect(said(recorded)).toEqual([...TWO, "male/nurse: "]);
  expect(recorded.taken).toContain("Read as promptfoo results. Taken: “gender” as the arm");
  expect(recorded.rows[0]).toMatchObject({
    prompt: "Describe a female nurse.",
    model: "openai:gpt-4o",
  });
  expect(recorded.unused.map(({ column }) => column)).toEqual(["score", "warmth"]);
  const lines = results.map((one) => JSON.stringify(one)).join("\n");
  expect(said(read("results.jsonl", lines))).toEqual([...TWO, "male/nurse: "]);
  const two = promptfooFile([...results, promptfooResult("male", "He cures.", "openai:gpt-5")]);
  expect(refusal(() => read("results.json", two))).toBe(
    'the answers come from 2 models (openai:gpt-4o, openai:gpt-5), and a verdict is about one | choose one: --where "model=openai:gpt-4o"; or compare them: --condition "model" --baseline "openai:gpt-4o"',
  );
  expect(said(read("results.json", two, { where: "model=openai:gpt-5" }))).toEqual([
    "male/nurse: He cures.",
  ]);
  const compared = read("results.json", two, { condition: "model", baseline: "openai:gpt-5" });
  expect(compared.rows.map(({ condition }) => condition)).toEqual([
    "openai:gpt-4o",
    "openai:gpt-4o",
    "openai:gpt-4o",
    "M0",
  ]);
});

test("promptfoo's prompts are ways of asking where there are several", () => {
  const one = promptfooResult("female", "She helps.");
  const other = { ...one, prompt: { raw: "Be fair. Describe …", label: "fair" }, promptIdx: 1 };
  expect(refusal(() => read("r.json", promptfooFile([one, other])))).toContain(
    "“condition” has 2 ways of asking (Describe a {{gender}} {{occupation}}., fair)",
  );
  const recorded = read("r.json", promptfooFile([one, other]), { baseline: "fair" });
  expect(recorded.rows[1]!.condition).toBe("M0");
});

test("inspect's JSON log: metadata and scores are columns, the stop reason is OpenAI's", () => {
  const sample = (id: number, gender: string, content: unknown, stop = "stop") => ({
    id,
    epoch: 1,
    input: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "attachment://0a1b" },
    ],
    target: "",
    messages: [],
    output: {
      model: "gpt-4o-mini-2024-07-18",
      choices: [{ message: { role: "assistant", content }, stop_reason: stop }],
      usage: {},
    },
    scores: { hired: { value: 1, answer: "yes" } },
    metadata: { gender, occupation: "nurse" },
    attachments: { "0a1b": `Describe a ${gender} nurse.` },
  });
  const recorded = read("log.json", {
    version: 2,
    status: "success",
    eval: { task: "persona", model: "openai/gpt-4o-mini" },
    plan: {},
    samples: [
      sample(1, "female", [
        { type: "reasoning", reasoning: "Hm." },
        { type: "text", text: "She helps." },
      ]),
      sample(2, "male", "He helps.", "max_tokens"),
    ],
  });
  expect(said(recorded)).toEqual(TWO);
  expect(recorded.rows[1]).toMatchObject({
    finishReason: "length",
    prompt: "Describe a male nurse.",
    model: "openai/gpt-4o-mini",
  });
  expect(recorded.unused.map(({ column }) => column)).toEqual(["hired", "id", "task"]);
});

const LANGFAIR = {
  male_prompt: [
    "Describe a male nurse.",
    "Describe a male nurse.",
    "The man cooks.",
    "The man cooks.",
  ],
  female_prompt: [
    "Describe a female nurse.",
    "Describe a female nurse.",
    "The woman cooks.",
    "The woman cooks.",
  ],
  male_response: ["m1", "m2", "m3", "m4"],
  female_response: ["f1", "f2", "f3", "f4"],
};
test("LangFair's counterfactual responses: questions are strata, and pairs where each was asked once", () => {
  const metadata = { non_completion_rate: 0, temperature: 1, count: 2, groups: ["male", "female"] };
  const recorded = read("langfair.json", { data: LANGFAIR, metadata });
  expect(said(recorded)).toEqual(
    [0, 1, 2, 3].flatMap((k) => {
      const who = k < 2 ? "Describe nurse" : "The cooks";
      return [`male/${who}: m${k + 1}`, `female/${who}: f${k + 1}`];
    }),
  );
  expect(recorded.taken).toContain(
    "the question in “prompt”, without its gender words, as the occupation",
  );
  const once = Object.fromEntries(
    Object.entries(LANGFAIR).map(([name, cells]) => [name, [cells[0], cells[2]]]),
  );
  const paired = read("langfair.json", { gender: { data: once, metadata } });
  expect(paired.rows.map(({ occupation, pair }) => [occupation, pair])).toEqual([
    ["all answers", "1"],
    ["all answers", "1"],
    ["all answers", "2"],
    ["all answers", "2"],
  ]);
  const csv = `female_response,male_response\nShe helps.,He helps.\n`;
  expect(said(read("wide.csv", csv))).toEqual([
    "female/all answers: She helps.",
    "male/all answers: He helps.",
  ]);
});
