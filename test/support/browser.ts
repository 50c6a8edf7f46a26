import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
} from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import type { Browser } from "puppeteer-core" with { "resolution-mode": "import" };
import { PROJECT_DIR } from "../../engine/program";

/** The package's folder. */
const PACKAGE = path.resolve(require.resolve("@sparticuz/chromium"), "..", "..");

/**
 * Starts a real browser: that of CHROME_PATH, or the Chromium that npm has installed, unpacked once (3 s). A Linux
 * without the libraries that it needs gets them with `apt-get install libnss3`.
 */
export async function startBrowser(): Promise<Browser> {
  const { launch } = await import("puppeteer-core");
  return launch({
    executablePath: process.env["CHROME_PATH"] ?? (await unpacked()),
    headless: "shell",
    // Its own sandbox does not work in most containers, and the page under test is this project's.
    args: ["--no-sandbox", "--font-render-hinting=none"],
  });
}

async function unpacked(): Promise<string> {
  const manifest = readFileSync(path.join(PACKAGE, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const file = path.join(PROJECT_DIR, "node_modules", ".cache", `chromium-${version}`);
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  // Under another name first: a file of this name is a whole one.
  const half = `${file}.${process.pid}`;
  await pipeline(
    createReadStream(path.join(PACKAGE, "bin", "chromium.br")),
    createBrotliDecompress(),
    createWriteStream(half, { mode: 0o755 }),
  );
  renameSync(half, file);
  return file;
}
