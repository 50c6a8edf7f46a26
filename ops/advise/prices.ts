import { readFileSync } from "node:fs";
import path from "node:path";

/** What one unit costs, and where AWS says so. */
interface Price {
  readonly price: number;
  readonly unit: string;
  readonly source: string;
}

/** The one table of prices, ops/advise/prices.json, of which the README and `ops advise` tell. */
export interface PriceTable {
  readonly region: string;
  readonly currency: string;
  /** Year and month. */
  readonly asOf: string;
  readonly prices: Readonly<Record<string, Price>>;
}

/** Reads the table. */
export function readPrices(): PriceTable {
  return JSON.parse(readFileSync(path.join(__dirname, "prices.json"), "utf8")) as PriceTable;
}

/** A price of the table. @throws Error for one that is not in it */
export function priceOf({ prices }: PriceTable, name: string): Price {
  const price = prices[name];
  if (price === undefined) throw new Error(`ops/advise/prices.json has no price "${name}"`);
  return price;
}
