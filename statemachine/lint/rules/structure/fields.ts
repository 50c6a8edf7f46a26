import { has, isRecord } from "../../../json";
import type { LintRule } from "../../rule";
import { VALUE_TYPES, isOfType } from "../../syntax/value-types";

/** Rules about the fields of objects: what AWS refuses on sight. Source: the language's specification. */
export const FIELDS_RULES: readonly LintRule[] = [
  {
    id: "missing-field",
    meta: {
      description:
        "Every machine, level, state, retrier and catcher, and what is inside a Map or Credentials, has the fields that the language demands.",
      pillar: "operations",
      severity: "error",
      remedy: "add the field",
    },
    on: "object",
    check: ({ object: { value, fields, noun }, report }) => {
      for (const name of fields.required) {
        if (!has(value, name)) report([], `${noun} must have the field '${name}'`);
      }
      for (const group of fields.someOf) {
        if (group.some((name) => has(value, name))) continue;
        report([], `${noun} must have one of ${group.map((name) => `'${name}'`).join(", ")}`);
      }
    },
  },
  {
    id: "unknown-field",
    meta: {
      description: "No object has a field that the language does not know there.",
      pillar: "operations",
      severity: "error",
      remedy: "remove the field, or correct its name",
    },
    on: "object",
    check: ({ object: { entries, fields, noun }, report }) => {
      if (fields.open) return;
      for (const { name, field } of entries) {
        if (field === undefined) report([name], `${noun} has no field '${name.slice(0, 80)}'`);
      }
    },
  },
  {
    id: "wrong-value",
    meta: {
      description:
        "Every field has a value of the kind and in the range that the language demands.",
      pillar: "operations",
      severity: "error",
      remedy: "write a value of that kind",
    },
    on: "object",
    check: ({ object: { entries, language }, report }) => {
      for (const { name, value, field } of entries) {
        if (field === undefined || isOfType(value, field.type, language)) continue;
        report(
          [name],
          `'${name}' must be ${VALUE_TYPES[field.type].wanted}, but is ${shown(value)}`,
        );
      }
    },
  },
  {
    id: "other-language-field",
    meta: {
      description: "A JSONata state has no field of JSONPath, a JSONPath state none of JSONata.",
      pillar: "operations",
      severity: "error",
      remedy: "use the fields of the state's query language",
    },
    on: "object",
    check: ({ object: { entries, language }, report }) => {
      for (const { name, field } of entries) {
        const only = field?.only ?? language;
        if (only !== language) {
          report(
            [name],
            `'${name}' belongs to ${only}, but the query language here is ${language}`,
          );
        }
      }
    },
  },
  {
    id: "exclusive-fields",
    meta: {
      description: "Of two fields that say the same in two ways, at most one is there.",
      pillar: "operations",
      severity: "error",
      remedy: "keep one of the two",
    },
    on: "object",
    check: ({ object: { value, fields }, report }) => {
      for (const group of fields.exclusive) {
        const there = group.filter((name) => has(value, name));
        if (there.length < 2) continue;
        report([], `${there.map((name) => `'${name}'`).join(" and ")} exclude each other`);
      }
    },
  },
];

/** A value for a message, cut to a readable length. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (isRecord(value)) return Object.keys(value).length === 0 ? "an empty object" : "an object";
  const written = JSON.stringify(value) ?? typeof value;
  return written.length > 60 ? `${written.slice(0, 60)}...` : written;
}
