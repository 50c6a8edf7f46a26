// @ts-check
/** @typedef {import("./api.js").Execution} Execution */
import { get } from "./api.js";
import { badge, button, byId, duration, el, fields, pretty } from "./dom.js";
import { ListBox } from "./list-box.js";
import { picture } from "./picture.js";
import { statesView } from "./states.js";
import { tabs } from "./tabs.js";

/**
 * The chosen execution: its picture, states, events, input and output.
 * @param {(execution: Execution) => void} again starts it again, with changes
 */
export function executionView(again) {
  /** @type {Execution | undefined} */
  let execution;
  /** Asks about the execution, and gives nothing when another one was chosen meanwhile. */
  const ask = async (
    /** @type {string} */ name,
    /** @type {Record<string, string>} */ query = {},
  ) => {
    const asked = execution?.arn;
    if (asked === undefined) return undefined;
    const answer = await get(name, { execution: asked, ...query });
    return execution?.arn === asked ? answer : undefined;
  };

  const drawing = picture(byId("picture"), (name) => {
    showPanel("states");
    void states.choose(name);
  });
  const states = statesView(ask, (name) => drawing.mark(name));
  const events = new ListBox(
    "Events",
    (/** @type {import("./api.js").Line} */ { id, type, state: name, after }) => [
      el("span", { class: "number" }, String(id)),
      el("b", {}, type),
      name ?? "",
      el("span", { class: "number" }, duration(after)),
    ],
    ({ id }) => void showEvent(id),
  );
  const event = el("div", { class: "detail", "aria-live": "polite" });
  byId("events").append(events.node, event);
  const showPanel = tabs(/** @type {Element} */ (byId("states").parentElement?.firstElementChild));

  /** @param {number} id */
  async function showEvent(id) {
    const found = await ask("event", { id: String(id) });
    if (found) event.replaceChildren(...fields({ Event: JSON.stringify(found, null, 2) }));
  }

  /** @param {Execution} found */
  function showWhole(found) {
    const { name, machine, status, input, output, error, cause } = found;
    byId("whole").replaceChildren(
      el("h3", {}, name, badge(status)),
      el("p", {}, machine.name),
      button("Start again with changes", () => again(found)),
      ...fields({
        ...{ Error: error, Cause: pretty(cause) },
        ...{ Input: pretty(input), Output: pretty(output) },
      }),
    );
  }

  /** @param {string} arn */
  async function refresh(arn) {
    const before = execution?.arn;
    const found = /** @type {Execution} */ (await get("execution", { execution: arn }));
    if (isFor !== arn) return;
    execution = found;
    if (before !== arn) event.replaceChildren();
    // At its end the emulator puts the events of branches into their places.
    if (before === arn && found.status === "RUNNING") events.grow(found.events);
    else {
      events.show(found.events, (from, count) =>
        get("events", { execution: arn, from: String(from), count: String(count) }),
      );
    }
    showWhole(found);
    const [drawn] = await Promise.all([ask("picture"), states.show(found.states, before !== arn)]);
    if (drawn) drawing.draw(drawn);
  }

  /** @type {string | undefined} */
  let isFor;
  let [isBusy, isStale] = [false, false];
  return {
    /** Shows an execution as it is now. @param {string} arn */
    async show(arn) {
      [isFor, isStale] = [arn, true];
      if (isBusy) return;
      isBusy = true;
      try {
        while (isStale && isFor !== undefined) {
          isStale = false;
          await refresh(isFor);
        }
      } finally {
        isBusy = false;
      }
    },
  };
}
