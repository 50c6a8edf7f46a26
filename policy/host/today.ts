/** Today as YYYY-MM-DD, in UTC; such texts compare as days do. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The days from today to a day given as YYYY-MM-DD; negative for one that is past. */
export function daysUntil(day: string): number {
  return (Date.parse(day) - Date.parse(today())) / 86_400_000;
}
