import { RESOURCE_TYPES } from "../../engine/aws";
import { UNKNOWN, type StackDocument } from "../../engine/program";

/** What of a stack is not created in the emulator. */
export interface LeftOut {
  /** Their URNs, with those of everything that depends on them. */
  readonly urns: ReadonlySet<string>;
  /** What they are, for a person; empty when everything is created. */
  readonly note: string;
}

/** What cannot be created here: by its type, by an input that only AWS could tell, or by something else that cannot. */
export function leftOut({ resources }: StackDocument): LeftOut {
  const own = resources.filter(
    ({ custom, external, type }) => custom && !external && !type.startsWith("pulumi:providers:"),
  );
  const missing = own.filter(({ type }) => !(type in RESOURCE_TYPES));
  const unknown = own.filter(({ inputs }) => JSON.stringify(inputs).includes(UNKNOWN));
  const urns = new Set([...missing, ...unknown].map(({ urn }) => urn));
  for (let before = -1; before < urns.size;) {
    before = urns.size;
    for (const { urn, dependencies } of own) {
      if (dependencies.some((dependency) => urns.has(dependency))) urns.add(urn);
    }
  }
  const types = [...new Set(missing.map(({ type }) => type))].sort().join(", ");
  const others = own
    .filter(({ urn, type }) => urns.has(urn) && type in RESOURCE_TYPES)
    .map(({ name }) => name)
    .join(", ");
  return { urns, note: noteOf(types, others) };
}

function noteOf(types: string, others: string): string {
  if (types === "" && others === "") return "";
  if (types === "") {
    return `what cannot be created in the emulator, as it needs something of AWS: ${others}`;
  }
  const also = others === "" ? "" : `, and what depends on them: ${others}`;
  return `types that cannot be created in the emulator: ${types}${also}`;
}
