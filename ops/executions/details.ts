import { isRecord, type JsonRecord } from "../../statemachine/json";

/** What an event says besides its type and time: AWS puts it under a name made of the type, a log under `details`. */
export function detailsOf(event: object): JsonRecord {
  for (const [key, value] of Object.entries(event)) {
    if ((key === "details" || key.endsWith("EventDetails")) && isRecord(value)) return value;
  }
  return {};
}
