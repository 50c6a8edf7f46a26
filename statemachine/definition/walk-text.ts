import { display, type Steps } from "../json";
import { visit } from "jsonc-parser";
import { type Document, isMap, isScalar, isSeq, type Node } from "yaml";

/**
 * Is told of every key of an object and every element of a list: the steps to it, which take time to list, where it begins,
 * whether the key was there before, and how many steps there are.
 */
export type OnPlace = (
  steps: () => Steps,
  offset: number,
  isRepeated: boolean,
  depth: number,
) => void;

/** Is told of every text: the steps to it, and where it begins and ends as it is written, with its quotes. */
export type OnText = (steps: () => Steps, start: number, end: number) => void;

/** The object or list that a walk is in. */
interface Level {
  /** Keys so far; `undefined` in a list. */
  readonly keys?: Set<string>;
  step: string | number;
}

/**
 * Walks through the text of a JSON document, also of one that is broken: gives the offset of its first error. Ends
 * early in a text with thousands of levels inside each other.
 */
export function walkJson(text: string, onPlace: OnPlace, onText?: OnText): number | undefined {
  const levels: Level[] = [];
  const steps = (): Steps => levels.map(({ step }) => step);
  let error: number | undefined;
  const element = (offset: number): void => {
    if (typeof levels.at(-1)?.step === "number") onPlace(steps, offset, false, levels.length);
  };
  const end = (): void => void levels.pop();
  try {
    visit(
      text,
      {
        onObjectBegin: (offset) => {
          element(offset);
          levels.push({ keys: new Set(), step: "" });
        },
        onObjectProperty: (key, offset) => {
          const level = levels.at(-1);
          if (level?.keys === undefined) return;
          level.step = key;
          onPlace(steps, offset, level.keys.has(key), levels.length);
          level.keys.add(key);
        },
        onObjectEnd: end,
        onArrayBegin: (offset) => {
          element(offset);
          levels.push({ step: 0 });
        },
        onArrayEnd: end,
        onLiteralValue: (value, offset, length) => {
          element(offset);
          if (typeof value === "string") onText?.(steps, offset, offset + length);
        },
        onSeparator: (sign) => {
          const level = levels.at(-1);
          if (sign === "," && typeof level?.step === "number") level.step++;
        },
        onError: (_code, offset) => (error ??= offset),
      },
      { disallowComments: true },
    );
  } catch (problem) {
    // The parser calls itself for each level.
    if (!(problem instanceof RangeError)) throw problem;
  }
  return error;
}

/** Walks through a YAML document. */
export function walkYaml({ contents }: Document, onPlace: OnPlace, onText?: OnText): void {
  const pending: { node: unknown; steps: Steps }[] = [{ node: contents, steps: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, steps } = next;
    const enter = (
      step: string | number,
      value: unknown,
      at: unknown,
      isRepeated: boolean,
    ): void => {
      const inside = [...steps, step];
      onPlace(() => inside, (at as Node | null)?.range?.[0] ?? 0, isRepeated, inside.length);
      pending.push({ node: value, steps: inside });
    };
    if (isScalar(node) && node.range) onText?.(() => steps, node.range[0], node.range[1]);
    if (isSeq<Node>(node)) node.items.forEach((item, index) => enter(index, item, item, false));
    if (!isMap(node)) continue;
    const seen = new Set<string>();
    for (const { key, value } of node.items) {
      const name = display(isScalar(key) ? key.value : key);
      enter(name, value, key, seen.has(name));
      seen.add(name);
    }
  }
}
