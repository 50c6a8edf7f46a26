// @ts-check
/** @typedef {import("./api.js").Stack} Stack */
import { get } from "./api.js";
import { byId, el, fields } from "./dom.js";

/**
 * The stack's resources with their settings, and what the policies found.
 * @param {Stack} stack
 */
export function showStack({ resources, findings, outputs }) {
  const found = findings ?? [];
  byId("stack").replaceChildren(
    el("h2", {}, findings ? `Policy findings: ${found.length}` : "The policies are being checked."),
    el("ul", {}, ...found.map((finding) => el("li", {}, ...findingText(finding)))),
    el("h2", {}, `Resources: ${resources.length}`),
    ...resources.map((resource) => {
      const own = found.filter(({ urn }) => urn === resource.urn);
      const count = own.length === 0 ? "" : `${own.length} findings`;
      const details = el(
        "details",
        {},
        el("summary", {}, el("b", {}, resource.name), ` ${resource.type} `, el("i", {}, count)),
      );
      details.addEventListener(
        "toggle",
        () =>
          details.append(
            ...own.map((finding) => el("p", {}, ...findingText(finding))),
            ...fields({ Id: resource.id, ARN: resource.arn }),
            ...fields({ Settings: JSON.stringify(resource.inputs, null, 2) }),
          ),
        { once: true },
      );
      return details;
    }),
    el("h2", {}, "Outputs"),
    ...fields({ Outputs: JSON.stringify(outputs, null, 2) }),
  );
}

/** @param {import("./api.js").Finding} finding */
function findingText({ level, rule, name, message, remedy }) {
  return [
    el("b", { class: `badge ${level}` }, level),
    ` ${rule}, ${name}: ${message} `,
    el("i", {}, remedy),
  ];
}

/** The logs of the stack's functions. */
export function logsView() {
  const group = el("select", {});
  const lines = el("pre", { tabindex: "0", "aria-label": "Lines of the log" });
  const refresh = async () => {
    if (byId("logs").hidden || group.value === "") return;
    const found = /** @type {{ at: number, text: string }[]} */ (
      await get("logs", { group: group.value })
    );
    const isAtEnd = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 5;
    const text = found.map(({ at, text }) => `${new Date(at).toLocaleTimeString()}  ${text}\n`);
    lines.replaceChildren(...el("pre", {}, ...text).childNodes);
    if (isAtEnd) lines.scrollTop = lines.scrollHeight;
  };
  group.addEventListener("change", refresh);
  byId("logs").append(el("label", {}, "Function ", group), lines);
  return {
    refresh,
    /** @param {string[]} groups */
    show(groups) {
      const { value } = group;
      group.replaceChildren(...groups.map((name) => el("option", { value: name }, name)));
      if (groups.includes(value)) group.value = value;
      void refresh();
    },
  };
}
