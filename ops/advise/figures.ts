/** USD with cents. */
export function money(amount: number): string {
  return amount.toFixed(2);
}

/** A whole number with commas. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** With one digit after the point, where it is not 0. */
export function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Milliseconds as seconds. */
export function seconds(milliseconds: number): string {
  return `${round(milliseconds / 1000)} s`;
}
