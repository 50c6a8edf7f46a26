import { isDeferred } from "../../../definition/placeholder";
import type { StateNode } from "../../../definition/reader";
import { has, isRecord, own, text, type JsonRecord } from "../../../json";
import { on, type Checks } from "../../rule";
import { VALUE_TYPES } from "../../syntax/value-types";

/** Fields that only data of one InputType have. */
const OF_INPUT_TYPE: Readonly<Record<string, string>> = {
  CSVHeaderLocation: "CSV",
  CSVHeaders: "CSV",
  CSVDelimiter: "CSV",
  ItemsPointer: "JSON",
};

/** The InputType of a list of files that says itself what is in them. */
const MANIFEST = "MANIFEST";

/** Rules about what a Distributed Map reads. */
export const readerChecks = {
  "reader-config": on("Map", ({ state, report }) => {
    const reader = readerOf(state);
    if (reader === undefined || reader.lists) return;
    const missing = missingIn(reader.config);
    if (missing !== undefined) report(reader.at, missing);
    for (const [field, reason] of refused(reader.config))
      report([...reader.at, field], `'${field}' is not known here: ${reason}`, `remove ${field}`);
  }),
  "reader-option": on("Map", ({ state, report }) => {
    const reader = readerOf(state);
    if (reader === undefined) return;
    for (const [field, reason] of reader.lists ? idleInList(reader.config) : idle(reader.config))
      report([...reader.at, field], `'${field}' is not read: ${reason}`);
  }),
} satisfies Checks;

/** The configuration of the reader of a Map, where it is, and whether it lists objects instead of reading one. */
interface Reader {
  readonly config: JsonRecord;
  readonly at: readonly string[];
  readonly lists: boolean;
}

function readerOf({ value }: StateNode): Reader | undefined {
  const reader = own(value, "ItemReader");
  if (!isRecord(reader)) return undefined;
  const action = /:s3:(getObject|listObjectsV2)$/.exec(text(reader, "Resource") ?? "")?.[1];
  const config = own(reader, "ReaderConfig") ?? {};
  if (action === undefined || !isRecord(config) || isDeferred(config)) return undefined;
  const at = ["ItemReader", ...(has(reader, "ReaderConfig") ? ["ReaderConfig"] : [])];
  return { config, at, lists: action === "listObjectsV2" };
}

function missingIn(config: JsonRecord): string | undefined {
  // A manifest names the files; what is said of their columns is said there.
  if (has(config, "ManifestType")) return undefined;
  if (!has(config, "InputType")) return "the ReaderConfig of an object must have 'InputType'";
  if (text(config, "InputType") === "CSV" && !has(config, "CSVHeaderLocation"))
    return "the ReaderConfig of a CSV file must have 'CSVHeaderLocation'";
  return text(config, "CSVHeaderLocation") === "GIVEN" && !has(config, "CSVHeaders")
    ? "the ReaderConfig of a CSV file must have 'CSVHeaders' when CSVHeaderLocation is GIVEN"
    : undefined;
}

/** The fields that AWS refuses, each with the reason; of those beside a manifest it is not known. */
function refused(config: JsonRecord): [string, string][] {
  return text(config, "InputType") === MANIFEST ? [] : ofOtherType(config);
}

/** The fields of another InputType, each with the reason. */
function ofOtherType(config: JsonRecord): [string, string][] {
  const type = text(config, "InputType");
  // What a manifest lists is of a type that it names itself.
  if (!VALUE_TYPES.inputType.accepts(type) || has(config, "ManifestType")) return [];
  return Object.entries(OF_INPUT_TYPE)
    .filter(([field, wanted]) => has(config, field) && type !== wanted)
    .map(([field, wanted]) => [field, `it is for InputType ${wanted}, not ${type}`]);
}

/** The fields that are not read, each with the reason. */
function idle(config: JsonRecord): [string, string][] {
  const found = text(config, "InputType") === MANIFEST ? ofOtherType(config) : [];
  if (text(config, "CSVHeaderLocation") === "FIRST_ROW" && has(config, "CSVHeaders"))
    found.push(["CSVHeaders", "CSVHeaderLocation FIRST_ROW takes the names from the file"]);
  if (text(config, "Transformation") === "LOAD_AND_FLATTEN")
    found.push(["Transformation", "it is for lists of objects, not for one object"]);
  return found;
}

/** The same for a list of objects, whose content is read when it is flattened only. */
function idleInList(config: JsonRecord): [string, string][] {
  const transformation = text(config, "Transformation") ?? "NONE";
  if (isDeferred(transformation)) return [];
  if (transformation === "NONE") {
    const reason = "without Transformation LOAD_AND_FLATTEN the items are the names of the objects";
    return ["InputType", ...Object.keys(OF_INPUT_TYPE)]
      .filter((field) => has(config, field))
      .map((field) => [field, reason]);
  }
  return has(config, "InputType")
    ? [...refused(config), ...idle(config).filter(([field]) => field !== "Transformation")]
    : [["Transformation", "LOAD_AND_FLATTEN needs InputType"]];
}
