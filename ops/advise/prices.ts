import table from "./prices.json";

/** What one unit costs, and where AWS says so. */
type Price = (typeof table)["prices"]["standardTransition"];

/** The one table of prices, of which the README and `ops advise` tell; `asOf` is year and month. */
export interface PriceTable extends Omit<typeof table, "prices"> {
  readonly prices: Readonly<Record<string, Price>>;
}

/** The table as it stands in ops/advise/prices.json. */
export function readPrices(): PriceTable {
  return table;
}

/** A price of the table. @throws Error for one that is not in it */
export function priceOf({ prices }: PriceTable, name: string): Price {
  const price = prices[name];
  if (price === undefined) throw new Error(`ops/advise/prices.json has no price "${name}"`);
  return price;
}
