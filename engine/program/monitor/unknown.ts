import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { unknownValue as UNKNOWN } from "@pulumi/pulumi/runtime/rpc";

/**
 * Makes the SDK take what is missing for unknown where it would take it for undefined, until the returned function is
 * called. The engine can say so only of custom resources and of data sources that give an Output: remote components (awsx,
 * eks) and data sources that give a promise have no such mark in the protocol.
 *
 * @param isKnown whether an output of a resource type is known, also where it has no value
 */
export function markUnknown(isKnown: (type: string, output: string) => boolean): () => void {
  const { transferProperties } = sdk.rpc;
  const { invoke } = sdk.runtime;
  const { parse } = JSON;
  sdk.rpc.transferProperties = (onto, label, props) => {
    const resolvers = transferProperties(onto, label, props);
    const marked = Object.entries(resolvers).map(([name, resolve]): [string, Resolve] => [
      name,
      isKnown(onto.__pulumiType, name)
        ? resolve
        : (value, known, ...rest) => resolve(value, known && value !== undefined, ...rest),
    ]);
    return Object.fromEntries(marked);
  };
  sdk.runtime.invoke = async (token, ...rest) => {
    const answer = await invoke(token, ...rest);
    // Also of one that was not asked, as an argument of it is unknown.
    return Object.keys(answer as object).length > 0 ? answer : unknownValue();
  };
  // Secrets and parameters are often JSON.
  JSON.parse = (text: unknown, ...rest: readonly never[]): unknown =>
    pulumi.isUnknown(text) ? text : parse(text as string, ...rest);
  return () => {
    JSON.parse = parse;
    sdk.rpc.transferProperties = transferProperties;
    sdk.runtime.invoke = invoke;
  };
}

/**
 * A value of which nothing is known, whatever is asked of it: its members and what its methods give are unknown, a list of it
 * has one element. As an input it is unknown; in a text it is the engine's own mark for it.
 */
function unknownValue(): unknown {
  const self: unknown = new Proxy(Object.create(null) as object, {
    get: (_, key) => {
      if (key === "__pulumiUnknown") return true;
      if (key === "length") return 1;
      if (TEXT.has(key)) return () => UNKNOWN;
      // Neither a promise, nor one of the SDK's own objects.
      if (key === "then" || String(key).startsWith("__")) return undefined;
      const ofList: unknown = Reflect.get([self], key);
      if (typeof ofList === "function") return ofList.bind([self]) as unknown;
      if (key in String.prototype) return () => self;
      return typeof key === "symbol" ? undefined : self;
    },
  });
  return self;
}

/** A stack's outputs as the SDK takes them: it passes over what is unknown unless an Output says so. */
export function withUnknown(outputs: unknown): unknown {
  if (typeof outputs !== "object" || outputs === null || pulumi.Output.isInstance(outputs)) {
    return outputs;
  }
  const isUnknown = (value: unknown): boolean =>
    pulumi.isUnknown(value) || (Array.isArray(value) && value.some(isUnknown));
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      isUnknown(value) ? pulumi.output(value) : (value as unknown),
    ]),
  );
}

const TEXT: ReadonlySet<string | symbol> = new Set([
  "toString",
  "toJSON",
  "valueOf",
  Symbol.toPrimitive,
]);

type Resolve = (value: unknown, known: boolean, ...rest: readonly unknown[]) => void;

/** Members that the SDK's own types leave out, or call read-only; a module that is imported could not be changed. */
const sdk = {
  rpc: createRequire(__filename)("@pulumi/pulumi/runtime/rpc") as unknown,
  runtime: pulumi.runtime,
} as unknown as {
  readonly rpc: {
    transferProperties: (
      onto: { readonly __pulumiType: string },
      label: string,
      props: object,
    ) => Record<string, Resolve>;
  };
  readonly runtime: {
    invoke: (token: string, ...rest: readonly unknown[]) => Promise<unknown>;
  };
};
