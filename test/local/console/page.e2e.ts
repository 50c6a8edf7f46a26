import assert from "node:assert/strict";
import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Browser, Page } from "puppeteer-core" with { "resolution-mode": "import" };
import { startConsole, type Console } from "../../../local/console/server";
import { visible } from "../../../statemachine/cli";
import { startBrowser } from "../../support/browser";
import { FakeStepFunctions } from "../../support/step-functions";

const HOSTILE = [
  "<script>window.broken = true</script>",
  "]]><img src=x onerror='window.broken = true'>",
  `"'&lt;\u202egnp\u0007\u001b[31m`,
];
const [FIRST, SECOND, THIRD] = HOSTILE as [string, string, string];
const DEFINITION = {
  Comment: FIRST,
  StartAt: FIRST,
  States: {
    [FIRST]: { Type: "Pass", Next: SECOND },
    [SECOND]: { Type: "Pass", Next: THIRD },
    [THIRD]: { Type: "Succeed" },
  },
};

const entered = (name: string, input = "{}"): Partial<HistoryEvent> => ({
  type: "PassStateEntered",
  stateEnteredEventDetails: { name, input },
});
const left = (name: string, output = "{}"): Partial<HistoryEvent> => ({
  type: "PassStateExited",
  stateExitedEventDetails: { name, output },
});

describe("the console in a browser", () => {
  let browser: Browser | undefined;
  let console: Console;
  let page: Page;
  let fake: FakeStepFunctions;
  /** What the browser said that it had to complain about, and whom it asked. */
  let complaints: string[];
  let asked: Set<string>;

  before(async () => {
    browser = await startBrowser();
  });

  after(() => browser?.close());

  beforeEach(async () => {
    fake = new FakeStepFunctions();
    fake.definitions.set("orders", DEFINITION);
    console = await startConsole();
    console.show(
      fake.source({
        project: FIRST,
        outputs: { text: SECOND },
        resources: [resource("fn", "aws:lambda/function:Function", { description: THIRD })],
      }),
    );
    [complaints, asked] = [[], new Set()];
    page = await (browser as Browser).newPage();
    await page.setViewport({ width: 1400, height: 900 });
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => asked.add(new URL(request.url()).origin));
  });

  afterEach(async () => {
    await page.close();
    console.stop();
    assert.deepEqual(complaints, []);
    assert.deepEqual([...asked], [new URL(console.url).origin]);
  });

  const textOf = (selector: string): Promise<string> =>
    page.$eval(selector, (node) => node.textContent ?? "");
  const until = (selector: string, text: string): Promise<unknown> =>
    page.waitForFunction(
      `document.querySelector(${JSON.stringify(selector)})?.textContent.includes(${JSON.stringify(text)})`,
      { polling: 50 },
    );
  /** The picture, which is a tree of its own. */
  const inPicture = (selector: string): string => `#picture >>> ${selector}`;

  it("shows every text of a hostile program as text", async () => {
    fake.add(
      {
        ...{ name: FIRST, machine: "orders", status: "FAILED", input: JSON.stringify(SECOND) },
        ...{ error: THIRD, cause: FIRST },
      },
      [
        { type: "ExecutionStarted" },
        entered(FIRST, JSON.stringify(SECOND)),
        left(FIRST, JSON.stringify(THIRD)),
        entered(SECOND),
        { type: "ExecutionFailed", executionFailedEventDetails: { error: THIRD, cause: FIRST } },
      ],
    );
    fake.lines.push({ timestamp: 0, message: HOSTILE.join(" ") });

    await page.goto(console.url);
    await until("#states .detail", visible(THIRD));
    await page.waitForSelector(inPicture("[data-state]"));

    const names = await page.$$eval("#states [role=option] > b", (all) =>
      all.map(({ textContent }) => textContent),
    );
    assert.deepEqual(names, HOSTILE.map(visible));
    assert.equal(await textOf("#states .detail h3"), `${visible(SECOND)}✖ failed`);
    assert.equal(await textOf("#list [role=option] > b"), FIRST);
    assert.equal(await textOf("#title"), `${FIRST} · local`);
    const titles = await page.$$eval(inPicture("[data-state] title"), (all) =>
      all.map(({ textContent }) => textContent?.split("\n")[0]),
    );
    assert.deepEqual(
      titles.sort(),
      [
        `Pass ${SECOND}`,
        `Pass ${FIRST}`,
        `Succeed ${visible(THIRD.replace(/[\u0007\u001b]/g, "\ufffd"))}`,
      ].sort(),
    );
    for (const panel of ["whole", "events"]) await page.click(`#tab-${panel}`);
    await page.focus("#events [role=listbox]");
    await page.keyboard.press("Home");
    await until("#events .detail", "ExecutionStarted");
    await page.click("#tab-stack");
    await page.click("#stack summary");
    await until("#stack", visible(JSON.stringify(THIRD)));
    await page.click("#tab-logs");
    await until("#logs pre", HOSTILE.map(visible).join(" "));
    assert.equal(await page.evaluate("'broken' in window"), false);
    assert.equal((await page.$$("script, img")).length, 1, "nothing but the page's own script");
  });

  it("starts an execution by keyboard, and shows it live", async () => {
    await page.goto(console.url);
    await page.waitForSelector("#start:enabled");

    for (const key of ["Tab", "Enter"] as const) await page.keyboard.press(key);
    await page.waitForSelector("#input:focus");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.type(",");
    await until("#problem", "Not JSON");
    await page.keyboard.press("Backspace");
    await page.keyboard.type('"n": 12345678901234567890');
    await page.keyboard.down("Control");
    await page.keyboard.press("Enter");
    await page.keyboard.up("Control");

    await until("#list", "started-0");
    assert.equal(fake.executions[0]?.input, '{"n": 12345678901234567890}');
    await until("#whole", '"n": 12345678901234567890');
    assert.equal(await page.$eval("dialog", ({ open }) => open), false);
    const [execution] = fake.executions;
    assert.ok(execution);
    const before = { ...execution };
    fake.executions.shift();
    fake.add({ ...before, status: "RUNNING" }, [{ type: "ExecutionStarted" }, entered(FIRST)]);
    await page.waitForSelector(inPicture(".ring.running"));
    fake.executions.shift();
    fake.add({ ...before, status: "SUCCEEDED", output: '{"done":true}' }, [
      ...[{ type: "ExecutionStarted" as const }, entered(FIRST), left(FIRST)],
      ...[entered(THIRD), left(THIRD), { type: "ExecutionSucceeded" as const }],
    ]);
    await until("#list", "SUCCEEDED");
    await page.waitForSelector(inPicture(".ring.succeeded"));
    await until("#whole", '"done": true');
  });

  it("goes through 25,000 events by keyboard, with few of them in the page", async () => {
    const visits = Array.from({ length: 12_499 }, (_, index) => [
      entered(SECOND, `{"n":${index}}`),
      left(SECOND),
    ]);
    fake.add({ name: "long", machine: "orders", status: "SUCCEEDED", input: "{}" }, [
      { type: "ExecutionStarted" },
      ...visits.flat(),
      { type: "ExecutionSucceeded" },
    ]);
    await page.goto(console.url);
    await until("#states", "12499 visits");
    await until("#states .detail", "12499 of 12499");

    await page.focus("#tab-states");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    await page.keyboard.press("End");

    await until("#events .detail", "ExecutionSucceeded");
    const last = await page.$eval("#events [aria-selected=true]", (row) => [
      row.getAttribute("aria-posinset"),
      row.getAttribute("aria-setsize"),
      row.querySelector("b")?.textContent,
    ]);
    assert.deepEqual(last, ["25000", "25000", "ExecutionSucceeded"]);
    await page.keyboard.press("PageUp");
    await until("#events .detail", "PassState");
    assert.ok((await page.$$("#events [role=option]")).length < 60);
  });

  it("is dark for who likes it dark, and fits a small screen", async () => {
    fake.add({ name: "e", machine: "orders", status: "RUNNING", input: "{}" }, [
      { type: "ExecutionStarted" },
    ]);
    const colours = async (value: string): Promise<string[]> => {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      await page.waitForSelector(inPicture(".background"));
      const styleOf = async (selector: string, name: string): Promise<string> =>
        page.$eval(
          selector,
          (node, what) =>
            node.ownerDocument.defaultView.getComputedStyle(node).getPropertyValue(what) as string,
          name,
        );
      return [
        await styleOf("body", "background-color"),
        await styleOf(inPicture(".background"), "fill"),
      ];
    };
    await page.goto(console.url);

    assert.deepEqual(await colours("light"), ["rgb(255, 255, 255)", "rgb(255, 255, 255)"]);
    assert.deepEqual(await colours("dark"), ["rgb(15, 22, 32)", "rgb(15, 22, 32)"]);
    await page.setViewport({ width: 360, height: 640 });
    const width = await page.$eval("html", (root) => root.scrollWidth);
    assert.equal(width, 360);
  });
});

function resource(name: string, type: string, inputs: object): never {
  return { urn: `urn:${name}`, name, type, inputs, computed: {}, custom: true } as never;
}
