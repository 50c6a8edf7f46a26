import { diagram } from "../statemachine/diagram";
import { hundredStates } from "../test/support/hundred-states";
import { type Benchmark, measurement, wallTime } from "./benchmark";

/** Longest time that a picture of a hundred states may take. */
const BOUND_MS = 2000;

/** Longest time for a Map over a thousand literal items. */
const ITEMS_BOUND_MS = 1000;

/** The picture of 103 states, first and later ones, and of a long list; decision 6 has the other engine on npm. */
export const DIAGRAM: Benchmark = {
  name: "diagram",
  run: async () => {
    const definition = hundredStates();
    const first = await wallTime(() => diagram(definition, { format: "svg" }));
    const later = await wallTime(() => diagram(definition, { format: "svg" }));
    const png = await wallTime(() => diagram(definition, { format: "png" }));
    const items = await wallTime(() => diagram(literalItems(), { format: "svg" }));
    const states = "103 states in 40 boxes";
    return [
      measurement("SVG, first in the process", states, first, BOUND_MS),
      measurement("SVG, later", states, later, BOUND_MS),
      measurement("PNG", states, png),
      measurement("SVG", "a Map over 1,000 literal items", items, ITEMS_BOUND_MS),
    ];
  },
};

/** A Map over a thousand items that stand in the definition. */
function literalItems(): object {
  const Items = Array.from({ length: 1000 }, (_, id) => ({ id, name: `item ${id}`, tags: ["a"] }));
  const ItemProcessor = { StartAt: "B", States: { B: { Type: "Pass", End: true } } };
  return {
    QueryLanguage: "JSONata",
    StartAt: "A",
    States: { A: { Type: "Map", Items, ItemProcessor, End: true } },
  };
}
