import { isDeferred } from "../../../definition/placeholder";
import { has, isRecord, own, text, type JsonRecord } from "../../../json/values";
import type { LintRule } from "../../rule";

/** Rules about what a Distributed Map reads. */
export const READER_RULES: readonly LintRule[] = [
  {
    id: "reader-config",
    meta: {
      description:
        "An ItemReader of an object says what is in it: InputType, and for CSV where the names of the columns are.",
      pillar: "operations",
      severity: "error",
      remedy: "add the field to ReaderConfig",
      docs: {
        url: "https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html",
      },
    },
    on: "state",
    types: ["Map"],
    check: ({ state, report }) => {
      const reader = own(state.value, "ItemReader");
      if (!isRecord(reader) || !text(reader, "Resource")?.endsWith(":s3:getObject")) return;
      const config = own(reader, "ReaderConfig") ?? {};
      if (!isRecord(config) || isDeferred(config)) return;
      const missing = missingIn(config);
      const at = has(reader, "ReaderConfig") ? ["ReaderConfig"] : [];
      if (missing !== undefined) report(["ItemReader", ...at], missing);
    },
  },
];

function missingIn(config: JsonRecord): string | undefined {
  if (!has(config, "InputType")) return "the ReaderConfig of an object must have 'InputType'";
  // A manifest names the files; what is said of their columns is said there.
  const isCsv = text(config, "InputType") === "CSV" && !has(config, "ManifestType");
  if (isCsv && !has(config, "CSVHeaderLocation"))
    return "the ReaderConfig of a CSV file must have 'CSVHeaderLocation'";
  return text(config, "CSVHeaderLocation") === "GIVEN" && !has(config, "CSVHeaders")
    ? "the ReaderConfig of a CSV file must have 'CSVHeaders' when CSVHeaderLocation is GIVEN"
    : undefined;
}
