const DATE = /^(\d{4})-(\d\d?)-(\d\d?)/.source;
const CLOCK = /(\d\d?):(\d\d?):(\d\d?)(?:[.,](\d+))?/.source;

/** What yaml.v3 takes for a time: a date, with a time of day after a space, or after `T` with a zone. */
const FORMS = [
  new RegExp(`${DATE}$`),
  new RegExp(`${DATE} ${CLOCK}$`),
  new RegExp(`${DATE}[Tt]${CLOCK}(Z|[-+]\\d\\d:\\d\\d)$`),
];

/**
 * The text that Go prints for a time written in YAML, as on a machine whose zone is UTC: `2024-01-02` is
 * `2024-01-02 00:00:00 +0000 UTC`. Elsewhere Go names a zone of the machine by its abbreviation.
 *
 * @returns undefined for a text that is not a time
 */
export function timeText(text: string): string | undefined {
  const found = FORMS.map((form) => form.exec(text)).find((match) => match !== null);
  if (found === undefined) return undefined;
  const [, year = "", ...parts] = found;
  const number = (index: number): number => Number(parts[index] ?? 0);
  const [month, day] = [number(0), number(1)];
  const clock = [number(2), number(3), number(4)];
  const [fraction = "", zone = "Z"] = parts.slice(5);
  const days = new Date(Date.UTC(Number(year) || 2000, month, 0)).getUTCDate();
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= days;
  if (!isDate || !clock.every((part, index) => part < (index === 0 ? 24 : 60))) return undefined;
  const two = (part: number): string => String(part).padStart(2, "0");
  const part = fraction.slice(0, 9).replace(/0+$/, "");
  const offset = zone === "Z" ? "+0000" : zone.replace(":", "");
  const name = /^[-+]0000$/.test(offset) ? "+0000 UTC" : `${offset} ${offset}`;
  const time = clock.map(two).join(":") + (part === "" ? "" : `.${part}`);
  return `${year}-${two(month)}-${two(day)} ${time} ${name}`;
}
