import { parseHTML } from "linkedom";
import fc from "fast-check";
import { expect, test } from "vitest";
import { drawn, escape, html } from "../../../scripts/lib/page/html";

const hostile = fc.oneof(
  fc.constantFrom('"><script>x</script>', "' onload='x", "</title><img src=x>", "&lt;b&gt;"),
  fc.string({ unit: "grapheme" }),
);

test("no text becomes markup, in content or in an attribute, and every text comes back", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const { document } = parseHTML(html`<p title="${text}">${text}</p>`.text);
      const [only, ...others] = document.querySelectorAll("*");
      expect(others).toEqual([]);
      const readable = text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "");
      const kept = (found: string | null | undefined): string =>
        (found ?? "").replace(/[\p{Cc}\ufffd]/gu, "");
      expect(kept(only?.textContent)).toBe(readable.replaceAll("\ufffd", ""));
      expect(kept(only?.getAttribute("title"))).toBe(readable.replaceAll("\ufffd", ""));
    }),
  );
});

test("what neither XML nor HTML allows becomes the mark for it", () => {
  expect(escape("a\u0000b\u001bc\ud800d\ufffee")).toBe("a\ufffdb\ufffdc\ufffdd\ufffde");
});

test("a list of parts is put one after the other", () => {
  const parts = ["a", "<"].map((text) => html`<i>${text}</i>`);
  expect(html`${parts}`.text).toBe("<i>a</i><i>&lt;</i>");
});

test("a value that is not there draws nothing, or what stands for it", () => {
  const draw = (value: string) => html`<b>${value}</b>`;
  expect([null, undefined, "", "<"].map((value) => drawn(value, draw).text)).toEqual([
    "",
    "",
    "<b></b>",
    "<b>&lt;</b>",
  ]);
  expect(drawn(null, draw, html`–`).text).toBe("–");
});
