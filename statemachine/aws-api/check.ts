import { isDeferred } from "../definition/placeholder";
import { display, isRecord, own, type JsonRecord } from "../json";
import { operation } from "./model";
import { misspelt, wrongType, wrongValue, type InputProblem, type Part } from "./problems";
import type { Member, ScalarShape, ScalarType, Shape, Structure } from "./shapes";

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/**
 * What the SDK's reader of JSON accepts, as a value or as text that holds one. Types that are not here take every value:
 * Step Functions writes an object as JSON text where a string or a blob belongs.
 */
const ACCEPTED: Partial<Readonly<Record<ScalarType, readonly [name: string, text: RegExp]>>> = {
  boolean: ["true or false", /^(?:true|false)$/i],
  double: ["a number", NUMBER],
  float: ["a number", NUMBER],
  integer: ["a whole number", /^[-+]?\d+$/],
  long: ["a whole number", /^[-+]?\d+$/],
  timestamp: ["a timestamp", /\d/],
};

/**
 * What AWS would refuse of `args`, the `Parameters` or `Arguments` of a task that calls `action` of `service`. What is
 * known only later is accepted: a member that ends in `.$`, a JSONata string, a placeholder, a CloudFormation intrinsic.
 * Empty when there is no such operation; ask {@link operation} first.
 */
export function checkInput(service: string, action: string, args: unknown): InputProblem[] {
  const found = operation(service, action);
  return found === undefined ? [] : checkShape(found.input, args ?? {});
}

/** What does not fit of `root`, as {@link checkInput} but for any shape; read on a stack of its own. */
export function checkShape(shape: Shape, root: unknown): InputProblem[] {
  const problems: InputProblem[] = [];
  const parts: Part[] = [{ shape, value: root, path: [] }];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    // The SDK for Java takes null for a member that is left out.
    if (part.value === null || isLater(part.value)) continue;
    for (const inside of checkPart(part, problems).reverse()) parts.push(inside);
  }
  return problems;
}

function isLater(value: unknown): boolean {
  return isDeferred(value) || (typeof value === "string" && value.startsWith("{%"));
}

/** Adds what is wrong with `part` itself to `problems`, and gives what is inside it. */
function checkPart(part: Part, problems: InputProblem[]): Part[] {
  const { shape, value, path } = part;
  switch (shape.type) {
    case "structure":
      if (isRecord(value)) return checkMembers(shape, value, path, problems);
      if (shape.bare && !Array.isArray(value)) return [];
      break;
    case "list":
      if (!Array.isArray(value)) break;
      return value.map((each, index) => ({
        shape: shape.element,
        value: each as unknown,
        path: [...path, index],
      }));
    case "map":
      if (!isRecord(value)) break;
      return Object.keys(value)
        .filter((key) => !key.endsWith(".$") && own(value, key) !== undefined)
        .map((key) => ({ shape: shape.value, value: own(value, key), path: [...path, key] }));
    default:
      problems.push(...checkScalar(shape, part));
      return [];
  }
  problems.push(wrongType(part, shape.type === "list" ? "a list" : "an object"));
  return [];
}

function checkMembers(
  shape: Structure,
  value: JsonRecord,
  path: readonly (string | number)[],
  problems: InputProblem[],
): Part[] {
  const parts: Part[] = [];
  const given = new Set<Member>();
  let incomplete = false;
  for (const key of Object.keys(value)) {
    if (own(value, key) === undefined) continue;
    const name = key.endsWith(".$") ? key.slice(0, -2) : key;
    const member = shape.member(name);
    const meant = member ?? shape.memberIgnoringCase(name);
    if (meant !== undefined) given.add(meant);
    if (isDeferred(name)) incomplete = true;
    else if (member === undefined) problems.push(misspelt([...path, key], name, shape, meant));
    else if (name === key)
      parts.push({ shape: member.shape, value: own(value, key), path: [...path, key] });
  }
  for (const member of incomplete ? [] : shape.members.values()) {
    if (!member.required || given.has(member)) continue;
    const message = `'${member.name}' is required, but missing`;
    problems.push({ path: [...path, member.name], kind: "missing", message });
  }
  return parts;
}

function checkScalar(shape: ScalarShape, part: Part): InputProblem[] {
  const { value } = part;
  const accepted = ACCEPTED[shape.type];
  if (accepted !== undefined) {
    const [name, text] = accepted;
    const fits = !isRecord(value) && !Array.isArray(value) && text.test(display(value));
    return fits ? [] : [wrongType(part, name)];
  }
  if (shape.values === undefined) return [];
  if (typeof value !== "string") return [wrongType(part, "a string")];
  return shape.values.includes(value) ? [] : [wrongValue(part, value, shape.values)];
}
