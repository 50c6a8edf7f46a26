import { GoTime } from "./go-time";

/** A value as Pulumi's engine reads it from YAML: whole numbers are exact. */
export type GoValue =
  | string
  | boolean
  | null
  | bigint
  | number
  | GoTime
  | readonly GoValue[]
  | { readonly [key: string]: GoValue };

/** Whether a value is a map. */
export function isGoMap(value: GoValue): value is { readonly [key: string]: GoValue } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof GoTime)
  );
}

/** A key as Go prints it. */
export function keyText(key: GoValue): string {
  if (key === null) return "<nil>";
  if (key instanceof GoTime) return key.printed;
  if (typeof key === "object") throw new Error("a key is a text, not a map or list");
  if (typeof key !== "number") return String(key);
  if (!Number.isFinite(key)) return Number.isNaN(key) ? "NaN" : key > 0 ? "+Inf" : "-Inf";
  // Go writes an exponent, of two digits at least, from a million on, and from four zeros behind the point.
  const [mantissa = "", exponent = "0"] = key.toExponential().split("e");
  const size = Number(exponent);
  if (size >= -4 && size < GO_EXPONENT) return String(key === 0 ? 0 : key);
  return `${mantissa}e${size < 0 ? "-" : "+"}${String(Math.abs(size)).padStart(2, "0")}`;
}

const GO_EXPONENT = 6;
