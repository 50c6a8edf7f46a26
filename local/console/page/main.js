// @ts-check
/** @typedef {import("./api.js").Listed} Listed */
import { get, listen } from "./api.js";
import { badge, byId, duration, el, pretty, visible } from "./dom.js";
import { executionView } from "./execution.js";
import { ListBox } from "./list-box.js";
import { logsView, showStack } from "./stack.js";
import { startDialog } from "./start.js";
import { tabs } from "./tabs.js";

/** ARN of the execution that is shown. @type {string | undefined} */
let chosen;
/** @type {Listed[]} */
let executions = [];
let version = 0;
/** @type {() => void} */
let stopListening = () => undefined;

const logs = logsView();
const openDialog = startDialog(choose);
const view = executionView(({ machine, input }) => void openDialog(machine.arn, pretty(input)));
const list = new ListBox(
  "Executions",
  (/** @type {Listed} */ { name, machine, status, start, stop }) => [
    badge(status),
    el("b", { title: `${machine} ${name}` }, name),
    el("span", { class: "number" }, stop === undefined ? "" : duration((stop - start) / 1000)),
  ],
  ({ arn }) => choose(arn),
);
byId("list").append(list.node);
tabs(/** @type {Element} */ (document.querySelector("nav > [role=tablist]")), () => logs.refresh());
byId("start").addEventListener("click", () => void openDialog());
byId("fit").addEventListener("change", () => byId("picture").classList.toggle("fits"));

/** @param {string} arn */
function choose(arn) {
  chosen = arn;
  list.mark(executions.findIndex((each) => each.arn === arn));
  void view.show(arn);
  connect();
}

function connect() {
  stopListening();
  stopListening = listen(chosen, {
    executions(found) {
      executions = found;
      list.showAll(found);
      const index = found.findIndex(({ arn }) => arn === chosen);
      const [newest] = found;
      // In a stack that was made anew there are only new ones.
      if (index < 0 && newest) choose(newest.arn);
      else list.mark(index);
      void logs.refresh();
    },
    execution() {
      if (chosen !== undefined) void view.show(chosen);
    },
    stack(told) {
      byId("start", HTMLButtonElement).disabled = told.version === 0;
      if (told.problem) say(told.problem);
      else if (told.version > 0) void showNew(told.version);
    },
    lost: () => say("The local run has ended, or does not answer."),
  });
}

/** @param {number} told the stack's version */
async function showNew(told) {
  say("");
  if (told === version) return;
  version = told;
  const stack = /** @type {import("./api.js").Stack} */ (await get("stack"));
  const title = visible(`${stack.project} · ${stack.stack}`);
  [byId("title").textContent, document.title] = [title, title];
  showStack(stack);
  logs.show(stack.logs);
}

/** @param {string} text */
function say(text) {
  byId("status").textContent = visible(text);
}

// Whatever fails is said, and the page goes on.
window.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  say(event.reason.message);
});
connect();
