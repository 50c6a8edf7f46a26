import { readFileSync } from "node:fs";
import path from "node:path";

const ORDER = readFileSync(path.join(__dirname, "order.asl.json"), "utf8");

/** A made-up workflow of 103 states, ten orders in a row, in which everything occurs that a diagram can show. */
export function hundredStates(): object {
  const orders = Array.from({ length: 10 }, (_, index) => orderStates(index + 1));
  const Failed = { Type: "Fail", Error: "OrderFailed" };
  const notify = {
    Type: "Task",
    Resource: "arn:aws:states:::sns:publish",
    Retry: [{ ErrorEquals: ["Lambda.TooManyRequestsException"], MaxAttempts: 6 }],
    Next: "Failed",
  };
  const ends = { "Notify failure": notify, Failed, Done: { Type: "Succeed" } };
  return { StartAt: "Load order 1", States: Object.assign({}, ...orders, ends) as object };
}

function orderStates(number: number): object {
  const next = number < 10 ? `Load order ${number + 1}` : "Done";
  const text = ORDER.replaceAll("<n>", String(number)).replaceAll("<next>", next);
  return (JSON.parse(text) as { States: object }).States;
}
