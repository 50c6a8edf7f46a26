import type * as Interpreter from "aws-local-stepfunctions" with { "resolution-mode": "import" };

/** The interpreter package and its own class for States.Timeout, which it treats unlike every other error. */
export interface Engine {
  readonly StateMachine: typeof Interpreter.StateMachine;
  readonly Timeout: new () => Error;
}

let engine: Promise<Engine> | undefined;

/** The interpreter, loaded on first use: with the AWS client that it brings it is slow to start. */
export function loadEngine(): Promise<Engine> {
  return (engine ??= load());
}

async function load(): Promise<Engine> {
  addWithResolvers();
  const { StateMachine } = await import("aws-local-stepfunctions");
  return { StateMachine, Timeout: await timeoutClass(StateMachine) };
}

/** aws-local-stepfunctions 3.0.0 is written for Node 22; this one function is all that Node 20 lacks. */
function addWithResolvers(): void {
  const target = Promise as unknown as { withResolvers?: () => unknown };
  target.withResolvers ??= () => {
    let settle: object = {};
    const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
    return { promise, ...settle };
  };
}

/** Not exported by the package, so taken from a task that never answers. */
async function timeoutClass(StateMachine: Engine["StateMachine"]): Promise<Engine["Timeout"]> {
  const slow = { Type: "Task", Resource: "slow", TimeoutSeconds: 0.001, End: true } as const;
  const machine = new StateMachine(
    { StartAt: "slow", States: { slow } },
    { validationOptions: { noValidate: true } },
  );
  const never = (): Promise<never> => new Promise(() => undefined);
  const run = machine.run({}, { overrides: { taskResourceLocalHandlers: { slow: never } } });
  const error = await run.result.catch((failure: Error) => failure.cause as Error);
  return (error as Error).constructor as Engine["Timeout"];
}
