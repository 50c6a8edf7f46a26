import { functionIn, joinPieces, piecesOf, type Piece } from "../definition/intrinsics";
import { has, isRecord, own, record, text, type JsonRecord, type Steps } from "../json";

/** Where a definition stands that is part of a larger document. */
export interface Embedded {
  /** The machine's logical id, or its address. */
  readonly name: string;
  readonly type: "STANDARD" | "EXPRESS" | undefined;
  /** Steps to the definition, or to the machine when it has none. */
  readonly steps: Steps;
  /**
   * As a value of the document, as a text in it, in a file beside it, or nowhere that can be read: `reason` says why.
   */
  readonly definition:
    | { readonly is: "value"; readonly value: unknown }
    | { readonly is: "text"; readonly pieces: readonly Piece[] }
    | { readonly is: "file"; readonly file: string }
    | { readonly is: "elsewhere" | "missing"; readonly reason: string };
}

/** The property that says the type of the machine, by the type of its resource. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ["AWS::Serverless::StateMachine", "Type"],
  ["AWS::StepFunctions::StateMachine", "StateMachineType"],
]);

/** Properties with a definition; those of a package's files are paths before `aws cloudformation package`. */
const PROPERTIES = ["Definition", "DefinitionString", "DefinitionUri", "DefinitionS3Location"];

/** The machines of a template of CloudFormation, SAM or the CDK. */
export function templateMachines(resources: JsonRecord): Embedded[] {
  return Object.entries(resources).flatMap(([name, resource]): Embedded[] => {
    if (!isRecord(resource)) return [];
    const typeProperty = TYPES.get(text(resource, "Type") ?? "");
    if (typeProperty === undefined) return [];
    const given = record(resource, "Properties");
    const type = machineType(text(given, typeProperty));
    const property = PROPERTIES.find((each) => has(given, each));
    if (property === undefined) {
      const reason = `the state machine '${name}' has none of ${PROPERTIES.join(", ")}`;
      const steps = ["Resources", name];
      return [{ name, type, steps, definition: { is: "missing", reason } }];
    }
    const steps = ["Resources", name, "Properties", property];
    return [{ name, type, ...definitionIn(property, own(given, property), steps) }];
  });
}

/** The type of a machine as a template writes it; `undefined` for one that is not known. */
export function machineType(name: string | undefined): Embedded["type"] {
  return name === "STANDARD" || name === "EXPRESS" ? name : undefined;
}

/** A text of which nothing but a substitution is left. */
const ONE_SUBSTITUTION = /^\s*\$\{[^{}]*\}\s*$/;

type Found = Pick<Embedded, "steps" | "definition">;

function definitionIn(property: string, value: unknown, steps: Steps): Found {
  const elsewhere = (reason: string): Found => ({ steps, definition: { is: "elsewhere", reason } });
  if (property === "DefinitionUri" || property === "DefinitionS3Location") {
    return typeof value === "string" && !/^(?:s3|https?):|\$\{/.test(value)
      ? { steps, definition: { is: "file", file: value } }
      : elsewhere("the definition is in S3");
  }
  const called = functionIn(value);
  if (called === "Fn::ToJsonString") {
    const inside = own(value as JsonRecord, called);
    return { steps: [...steps, called], definition: { is: "value", value: inside } };
  }
  if (isRecord(value) && called === undefined) return { steps, definition: { is: "value", value } };
  const pieces = piecesOf(value, steps);
  return ONE_SUBSTITUTION.test(joinPieces(pieces))
    ? elsewhere("the deployment puts the definition in as a whole")
    : { steps, definition: { is: "text", pieces } };
}
