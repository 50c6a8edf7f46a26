import type { Fields } from "./fields";
import { catchersOf, retryOf, type StateContext, type TaskStub } from "./state-context";
import { evaluate } from "./expressions";

/** One JSONata state: evaluates its fields, and remembers what it was entered with. */
export class JsonataState {
  /** Of a Map: its items and the index of the one that runs. */
  public items: readonly unknown[] = [];
  public item = -1;
  private input: unknown;
  private catchers: Fields | undefined;

  public constructor(public readonly place: StateContext) {}

  /** The next item of a Map begins: `$states.context.Map.Item` is its own from now on. */
  public nextItem(): void {
    this.item += 1;
    const item = { Index: this.item, Value: this.items[this.item] };
    this.place.variables.items.set(this.place.path, item);
  }

  /** A task of the interpreter in which `stand` does the work. */
  public task(key: string, stand: TaskStub, more: Fields): Fields {
    this.place.handlers[key] = async (input: unknown) => stand(input);
    return { Type: "Task", Resource: key, ...more };
  }

  /** A state that is a single step. */
  public step(stand: TaskStub): Fields {
    return this.task(this.place.path, stand, this.onward());
  }

  /** A state with work that may fail, be repeated and have error paths. */
  public work(stand: TaskStub): Fields {
    const remember: TaskStub = (input) => {
      this.input = input;
      return stand(input);
    };
    return this.task(this.place.path, remember, {
      ...retryOf(this.place),
      ...this.caught(),
      ...this.onward(),
    });
  }

  /** A Parallel or Map: what it begins with, the interpreter's own state, and what it makes of the results. */
  public container(begin: TaskStub, native: Fields): Fields {
    const { path, add } = this.place;
    const end: TaskStub = (results) => this.leave(this.input, results);
    const done = add(
      `${path}@done`,
      this.task(`${path}@done`, end, { ...this.caught(), ...this.onward() }),
    );
    const run = add(`${path}@run`, {
      ...native,
      ...retryOf(this.place),
      ...this.caught(),
      Next: done,
    });
    const remember: TaskStub = (input) => {
      this.input = input;
      return begin(input);
    };
    return this.task(path, remember, { ...this.caught(), Next: run });
  }

  /** The output of the state; sets its variables. Both are evaluated with the variables as they were. */
  public async leave(
    input: unknown,
    result: unknown,
    fields: Fields = this.place.state,
  ): Promise<unknown> {
    return this.shape(fields, result, { input, result });
  }

  /** A field of the state, or `otherwise` when it is not there. */
  public async evaluated(field: string, input: unknown, otherwise: unknown): Promise<unknown> {
    const template = this.place.state[field];
    return template === undefined ? otherwise : this.evaluate(template, input);
  }

  public async evaluate(template: unknown, input: unknown): Promise<unknown> {
    return this.evaluateWith(template, { input });
  }

  private async shape(fields: Fields, otherwise: unknown, states: Fields): Promise<unknown> {
    const { variables, scope } = this.place;
    const output =
      fields.Output === undefined ? otherwise : await this.evaluateWith(fields.Output, states);
    const assigned = await this.evaluateWith(fields.Assign ?? {}, states);
    variables.assign(scope, assigned as Fields);
    return output;
  }

  private evaluateWith(template: unknown, states: Fields): Promise<unknown> {
    const { name, path, scope, hooks, variables } = this.place;
    const item = variables.itemAround(path);
    const context = {
      ...hooks.context(),
      State: { Name: name, EnteredTime: new Date().toISOString(), RetryCount: 0 },
      ...(item ? { Map: { Item: item } } : {}),
    };
    return evaluate(
      template,
      { ...variables.visible(scope), states: { ...states, context } },
      `state "${name}"`,
    );
  }

  private onward(): Fields {
    const { state, name, transition } = this.place;
    if (state.Next === undefined) return { End: true };
    return { Next: transition(`Next of "${name}"`, state.Next) };
  }

  /** The error paths, each through a step that makes the handler's input. */
  private caught(): Fields {
    if (this.catchers) return this.catchers;
    const { path, add } = this.place;
    const entries = catchersOf(this.place).map(({ catcher, next, index }) => {
      const key = `${path}@catch${index}`;
      const stand: TaskStub = (errorOutput) =>
        this.shape(catcher, errorOutput, { input: this.input, errorOutput });
      add(key, this.task(key, stand, { Next: next }));
      return { ErrorEquals: catcher.ErrorEquals, Next: key };
    });
    return (this.catchers = entries.length > 0 ? { Catch: entries } : {});
  }
}
