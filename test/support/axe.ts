import { source, type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/**
 * What axe finds wrong on a page at 1280 and 390 px, light and dark, as "width scheme rule: element".
 * Its source goes in through DevTools: the page's own policy allows no script. Frames are left out,
 * since nothing runs in a sandbox.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const found: string[] = [];
  for (const width of [1280, 390])
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const { violations, passes } = await page.evaluate(() => {
        const { axe } = globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } };
        return axe.run({ iframes: false });
      });
      if (passes.length === 0) throw new Error("axe checked nothing");
      for (const { id, nodes } of violations)
        for (const { html } of nodes)
          found.push(`${width} ${colorScheme} ${id}: ${html.slice(0, 160)}`);
    }
  return found;
}
