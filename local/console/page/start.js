// @ts-check
import { get, start } from "./api.js";
import { byId, el, visible } from "./dom.js";

/**
 * The dialog that starts an execution.
 * @param {(execution: string) => void} started told its ARN
 */
export function startDialog(started) {
  const dialog = byId("dialog", HTMLDialogElement);
  const machine = byId("machine", HTMLSelectElement);
  const input = byId("input", HTMLTextAreaElement);
  const problem = byId("problem");

  const check = () => {
    try {
      JSON.parse(input.value);
      problem.textContent = "";
    } catch (error) {
      problem.textContent = visible(`Not JSON: ${/** @type {Error} */ (error).message}`);
    }
    input.setAttribute("aria-invalid", String(problem.textContent !== ""));
    return problem.textContent === "";
  };
  const submit = async () => {
    if (!check()) return input.focus();
    try {
      const execution = await start(machine.value, input.value);
      dialog.close();
      started(execution);
    } catch (error) {
      problem.textContent = visible(/** @type {Error} */ (error).message);
    }
  };
  input.addEventListener("input", check);
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
  });
  byId("cancel").addEventListener("click", () => dialog.close());

  /**
   * Opens the dialog.
   * @param {string} [chosen] ARN of the machine
   * @param {string} [text] the input; by default what stands there
   */
  return async (chosen, text) => {
    const machines = /** @type {{ arn: string, name: string }[]} */ (await get("machines"));
    machine.replaceChildren(...machines.map(({ arn, name }) => el("option", { value: arn }, name)));
    if (chosen !== undefined) machine.value = chosen;
    if (text !== undefined) input.value = text;
    check();
    dialog.showModal();
    input.focus();
  };
}
