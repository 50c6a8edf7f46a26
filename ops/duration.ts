import { InvalidArgumentError } from "commander";

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `90m`, `24h` or `7d`, for an option. */
export function duration(text: string): number {
  const [, count, unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count === undefined)
    throw new InvalidArgumentError("give minutes, hours or days: 90m, 24h, 7d");
  return Number(count) * (UNITS[unit] ?? 0);
}
