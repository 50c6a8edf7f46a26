/**
 * The variables that `Assign` sets, by the JSON pointer of their scope. A scope sees those of the scopes around it.
 * One place per scope is enough, because items run one after the other and branches have scopes of their own.
 */
import type { Fields } from "./fields";
export class Variables {
  /** The item that each Map is at, by the JSON pointer of its state. */
  public readonly items = new Map<string, Fields>();

  private readonly scopes = new Map<string, Fields>();

  /** A scope begins, again without variables of its own. */
  public begin(scope: string): void {
    this.scopes.set(scope, {});
  }

  public assign(scope: string, values: Fields): void {
    this.scopes.set(scope, { ...this.scopes.get(scope), ...values });
  }

  /** The item of the innermost Map at or around `path`. */
  public itemAround(path: string): Fields | undefined {
    const around = [...this.items.keys()].filter(
      (map) => path === map || path.startsWith(`${map}/`),
    );
    around.sort((first, second) => second.length - first.length);
    return this.items.get(around[0] ?? "");
  }

  /** What a state of `scope` can read. */
  public visible(scope: string): Fields {
    const around = [...this.scopes].filter(
      ([pointer]) => scope === pointer || scope.startsWith(`${pointer}/`),
    );
    around.sort(([first], [second]) => first.length - second.length);
    return Object.assign({}, ...around.map(([, values]) => values)) as Fields;
  }
}
