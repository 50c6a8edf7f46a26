const DATE = /^(\d{4})-(\d\d?)-(\d\d?)/.source;
const CLOCK = /(\d\d?):(\d\d?):(\d\d?)(?:[.,](\d+))?/.source;

/** What yaml.v3 takes for a time: a date, with a time of day after a space, or after `T` with a zone. */
const FORMS = [
  new RegExp(`${DATE}$`),
  new RegExp(`${DATE} ${CLOCK}$`),
  new RegExp(`${DATE}[Tt]${CLOCK}(Z|[-+]\\d\\d:\\d\\d)$`),
];

/** A time written in YAML, as Go has it on a machine whose zone is UTC: elsewhere it names the machine's zone by its abbreviation. */
export class GoTime {
  /**
   * @param printed what Go prints: `2024-01-02 00:00:00 +0000 UTC` for `2024-01-02`
   * @param json what Go writes into JSON: `2024-01-02T00:00:00Z`
   */
  public constructor(
    public readonly printed: string,
    public readonly json: string,
  ) {}
}

/** Reads a time; undefined for a text that is none. */
export function timeOf(text: string): GoTime | undefined {
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
  const isUtc = /^(Z|[-+]00:00)$/.test(zone);
  const offset = zone.replace(":", "");
  const date = `${year}-${two(month)}-${two(day)}`;
  const time = clock.map(two).join(":") + (part === "" ? "" : `.${part}`);
  return new GoTime(
    `${date} ${time} ${isUtc ? "+0000 UTC" : `${offset} ${offset}`}`,
    `${date}T${time}${isUtc ? "Z" : zone}`,
  );
}
