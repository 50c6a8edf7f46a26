import table from "./prices.json";

/** The one table of prices, of which the README and `ops advise` tell; `asOf` is year and month. */
export const PRICES = table;

/** What one unit costs. */
export function priceOf(name: keyof typeof table.prices): number {
  return table.prices[name].price;
}
