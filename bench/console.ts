import { monitorEventLoopDelay } from "node:perf_hooks";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Page } from "puppeteer-core" with { "resolution-mode": "import" };
import { startConsole } from "../local/console/server";
import { diagram } from "../statemachine/diagram";
import { startBrowser } from "../test/support/browser";
import { FakeStepFunctions } from "../test/support/step-functions";
import { type Benchmark, type Measurement, measurement, wallTime } from "./benchmark";

/** The most events that AWS keeps of an execution, and how many of them come while it is looked at. */
const EVENTS = 25_000;
const LATER = 1000;

const INPUT = `${EVENTS} events`;

/** Bounds in milliseconds. A page or server that does not answer for so long is felt as one that hangs. */
const BOUNDS = { open: 2_000, step: 500, grow: 2_000, stall: 300 } as const;

const DEFINITION = {
  StartAt: "Work",
  States: {
    Work: { Type: "Pass", Next: "More?" },
    "More?": {
      Type: "Choice",
      Choices: [{ Variable: "$.more", BooleanEquals: true, Next: "Work" }],
      Default: "Done",
    },
    Done: { Type: "Succeed" },
  },
};

/** Keeps the longest time for which the page's one thread did nothing else. */
const WATCH_STALLS = `
  globalThis.longestStall = 0;
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    longestStall = Math.max(longestStall, now - last);
    last = now;
  }, 5);
`;

/** The console in a browser with the longest history that there is. No peer is offline. */
export const CONSOLE: Benchmark = {
  name: "console",
  run: async () => {
    const browser = await startBrowser();
    const console = await startConsole();
    try {
      const page = await browser.newPage();
      await page.evaluateOnNewDocument(WATCH_STALLS);
      return await measured(page, console);
    } finally {
      console.stop();
      await browser.close();
    }
  },
};

async function measured(
  page: Page,
  { url, show }: Awaited<ReturnType<typeof startConsole>>,
): Promise<Measurement[]> {
  const fake = new FakeStepFunctions();
  fake.definitions.set("orders", DEFINITION);
  const events = history();
  const execution = { name: "long", machine: "orders", status: "RUNNING", input: "{}" };
  fake.add(execution, events.slice(0, -LATER));
  show(fake.source());
  // The first picture loads what draws it: a local run has drawn some before anyone looks.
  await diagram(DEFINITION, { format: "svg" });
  const server = monitorEventLoopDelay({ resolution: 5 });
  server.enable();

  const open = await wallTime(async () => {
    await page.goto(url);
    await until(page, "#states .detail", `of ${visits(EVENTS - LATER)}`);
    await page.waitForSelector("#picture >>> [data-state]");
  });
  await page.click("#tab-events");
  await page.focus("#events [role=listbox]");
  const step = await wallTime(async () => {
    await page.keyboard.press("End");
    await until(page, "#events .detail", `"id": ${EVENTS - LATER}`);
  });
  const grow = await wallTime(async () => {
    fake.executions.shift();
    fake.add({ ...execution, status: "SUCCEEDED", output: "{}" }, events);
    await until(page, "#whole", "SUCCEEDED");
    await page.waitForSelector("#picture >>> .ring.succeeded");
  });

  server.disable();
  const stalls = { page: Number(await page.evaluate("longestStall")), server: server.max / 1e6 };
  return [
    measurement("opened", INPUT, open, BOUNDS.open),
    measurement("its last event, by keyboard", INPUT, step, BOUNDS.step),
    measurement(`${LATER} events more`, INPUT, grow, BOUNDS.grow),
    measurement("longest stall of the page", INPUT, stalls.page, BOUNDS.stall),
    measurement("longest stall of the server", INPUT, stalls.server, BOUNDS.stall),
  ];
}

/** A loop with two states. */
function history(): Partial<HistoryEvent>[] {
  const round = Array.from({ length: EVENTS / 4 }, (_, n) => [
    entered("PassStateEntered", "Work", n),
    left("PassStateExited", "Work", n),
    entered("ChoiceStateEntered", "More?", n),
    left("ChoiceStateExited", "More?", n),
  ]).flat();
  const [start, end] = [{ type: "ExecutionStarted" }, { type: "ExecutionSucceeded" }] as const;
  return [start, ...round.slice(0, EVENTS - 2), end];
}

const entered = (type: HistoryEvent["type"], name: string, n: number): Partial<HistoryEvent> => ({
  type,
  stateEnteredEventDetails: { name, input: JSON.stringify({ n }) },
});
const left = (type: HistoryEvent["type"], name: string, n: number): Partial<HistoryEvent> => ({
  type,
  stateExitedEventDetails: { name, output: JSON.stringify({ n }) },
});

/** Visits of each state among so many events. */
const visits = (events: number): number => Math.ceil((events - 1) / 4);

function until(page: Page, selector: string, text: string): Promise<unknown> {
  const [at, what] = [selector, text].map((each) => JSON.stringify(each));
  return page.waitForFunction(`document.querySelector(${at})?.textContent.includes(${what})`, {
    polling: 20,
  });
}
