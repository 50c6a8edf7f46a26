/** A state found somewhere in a definition. */
export interface FoundState {
  readonly name: string;
  /** JSON pointer (RFC 6901) to it. */
  readonly path: string;
  readonly state: Readonly<Record<string, unknown>>;
}

/**
 * All states of a definition at any depth: those of Parallel branches and of Map processors (`ItemProcessor`, and
 * `Iterator` as it was called before) too. What is no state machine has none; a structure that contains itself is read once.
 */
export function allStates(definition: unknown): FoundState[] {
  const found: FoundState[] = [];
  const seen = new Set<unknown>();
  const open: { machine: unknown; path: string }[] = [{ machine: definition, path: "" }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { machine, path } = next;
    if (!isRecord(machine) || seen.has(machine) || !isRecord(machine["States"])) continue;
    seen.add(machine);
    for (const [name, state] of Object.entries(machine["States"])) {
      if (!isRecord(state)) continue;
      const at = `${path}/States/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      found.push({ name, path: at, state });
      for (const inner of nested(state, at)) open.push(inner);
    }
  }
  return found;
}

function nested(
  state: Readonly<Record<string, unknown>>,
  path: string,
): { machine: unknown; path: string }[] {
  const branches = Array.isArray(state["Branches"]) ? (state["Branches"] as unknown[]) : [];
  return [
    ...branches.map((machine, index) => ({ machine, path: `${path}/Branches/${index}` })),
    ...["ItemProcessor", "Iterator"].map((field) => ({
      machine: state[field],
      path: `${path}/${field}`,
    })),
  ];
}

/** Whether `value` is an object with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
