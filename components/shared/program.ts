import * as pulumi from "@pulumi/pulumi";

/** Stands for the program of a provider that builds for other languages, which has no stack. */
const NO_STACK = {};

/** Keeps one value for each program, known by its stack: several programs may run in one process. */
export function perProgram<Value>(make: () => Value): () => Value {
  const kept = new WeakMap<object, Value>();
  return () => {
    const program = pulumi.runtime.getStackResource() ?? NO_STACK;
    const value = kept.get(program) ?? make();
    kept.set(program, value);
    return value;
  };
}
