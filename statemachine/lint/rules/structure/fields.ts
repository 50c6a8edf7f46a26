import { parseResource } from "../../../integrations/resource";
import { display, has, isRecord, own } from "../../../json";
import { on, type Checks } from "../../rule";
import { VALUE_TYPES, isOfType } from "../../syntax/value-types";

/** Rules about the fields of objects: what AWS refuses on sight. Source: the language's specification. */
export const fieldChecks = {
  "missing-field": on("object", ({ object: { value, fields, noun }, report }) => {
    for (const name of fields.required) {
      if (!has(value, name)) report([], `${noun} must have the field '${name}'`);
    }
    for (const group of fields.someOf) {
      if (group.some((name) => has(value, name))) continue;
      report([], `${noun} must have one of ${group.map((name) => `'${name}'`).join(", ")}`);
    }
  }),
  "unknown-field": on("object", ({ object: { value, entries, fields, noun }, report }) => {
    for (const { name, field } of entries) {
      if (field !== undefined) continue;
      const meant = fields.ignoringCase(name);
      if (!fields.open || meant !== undefined)
        report([name], `${noun} has no field '${name.slice(0, 80)}'`, meant && `write '${meant}'`);
    }
    if (has(value, "Credentials") && parseResource(own(value, "Resource")).kind === "activity")
      report(["Credentials"], `${noun} that is an activity has no field 'Credentials'`);
  }),
  "wrong-value": on("object", ({ object: { entries, language }, report }) => {
    for (const { name, value, field } of entries) {
      if (field === undefined || isOfType(value, field.type, language)) continue;
      report([name], `'${name}' must be ${VALUE_TYPES[field.type].wanted}, but is ${shown(value)}`);
    }
  }),
  "other-language-field": on("object", ({ object: { entries, language }, report }) => {
    for (const { name, field } of entries) {
      const only = field?.only ?? language;
      if (only !== language) {
        report([name], `'${name}' belongs to ${only}, but the query language here is ${language}`);
      }
    }
  }),
  "exclusive-fields": on("object", ({ object: { value, fields }, report }) => {
    for (const group of fields.exclusive) {
      const there = group.filter((name) => has(value, name));
      if (there.length < 2) continue;
      report([], `${there.map((name) => `'${name}'`).join(" and ")} exclude each other`);
    }
  }),
} satisfies Checks;

/** A value for a message, cut to a readable length. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isRecord(value)) return Object.keys(value).length === 0 ? "an empty object" : "an object";
  const written = typeof value === "string" ? JSON.stringify(value) : display(value);
  return written.length > 60 ? `${written.slice(0, 60)}...` : written;
}
