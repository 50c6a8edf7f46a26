import path from "node:path";
import { startBrowser } from "../test/support/browser";

/** Pictures of the console in the browser: a file and what its reader likes. */
const SCREENSHOTS = [
  { file: "console.png", scheme: "light" },
  { file: "console-dark.png", scheme: "dark" },
] as const;

/** Takes the pictures of docs/local-run.md anew. @param url the address of a console that runs */
export async function takeScreenshots(url: string): Promise<void> {
  const browser = await startBrowser();
  try {
    for (const { file, scheme } of SCREENSHOTS) {
      const page = await browser.newPage();
      await page.setViewport({ width: 1180, height: 520 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(url);
      await page.waitForSelector("#picture >>> svg");
      await page.waitForSelector("#states .detail pre");
      await page.screenshot({ path: path.join(__dirname, "pictures", file) });
    }
  } finally {
    await browser.close();
  }
}
