import fc from "fast-check";
import { expect, test } from "vitest";
import { safeLink } from "../../../scripts/class/board/safe-link";

test.each([
  "https://adb-1.2.azuredatabricks.net/?o=1#workspace/Users/a@example.edu/x",
  "http://127.0.0.1:8443/?o=1",
  "https://127.0.0.1:8443/?o=1",
])("%s may be a link, as it is", (text) => {
  expect(safeLink(text)).toBe(text);
});

test.each([
  null,
  "",
  "javascript:alert(1)",
  " java\nscript:alert(1)",
  "data:text/html,<script>1</script>",
  "vbscript:x",
  "file:///etc/passwd",
  "//page.example",
  "page.example",
  "http://page.example/?o=1",
  "http://127.0.0.1.page.example/",
  "https://adb-1.azuredatabricks.net@page.example/",
  "https://user@page.example/",
  "https://:password@page.example/",
])("%j may not", (text) => {
  expect(safeLink(text)).toBeUndefined();
});

test("whatever becomes a link is https, or on the loopback address, and reads the same again", () => {
  const scheme = fc.constantFrom(
    "https://",
    "http://",
    "HTTPS:",
    "\u0001javascript:",
    "http:/\\",
    "",
  );
  fc.assert(
    fc.property(scheme, fc.string({ unit: "binary" }), (start, rest) => {
      const href = safeLink(`${start}${rest}`);
      if (href === undefined) return;
      expect(href).toMatch(/^(https:\/\/|http:\/\/127\.0\.0\.1[:/])/);
      expect(safeLink(href)).toBe(href);
    }),
  );
});
