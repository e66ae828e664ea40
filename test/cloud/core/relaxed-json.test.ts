import { describe, expect, it } from "vitest";
import { parseRelaxedJson } from "../../../scripts/cloud/core/relaxed-json";

describe("parseRelaxedJson", () => {
  it("reads what az sends: a template's own text behind a name without quotation marks", () => {
    const text = `{"properties": {"mode": "Incremental", template:{
  // a comment
  "url": "https://a//b", /** another, "quoted" **/
  "text": "one\nline, template: {not a name}",
  "list": [1, 2, /* none */ ],
}}}`;
    expect(parseRelaxedJson(text)).toEqual({
      properties: {
        mode: "Incremental",
        template: {
          url: "https://a//b",
          text: "one\nline, template: {not a name}",
          list: [1, 2],
        },
      },
    });
  });

  it("leaves strict JSON as it is", () => {
    const value = { "a\\": 'x"y', list: [true, false, null, -1.5e3], nested: { "//": "/* */" } };
    expect(parseRelaxedJson(JSON.stringify(value, undefined, 2))).toEqual(value);
  });

  it("refuses what is no JSON", () => {
    for (const text of ["", "{a", "{'a': 1}", "{a: b}"])
      expect(() => parseRelaxedJson(text)).toThrow(SyntaxError);
  });
});
