/** A name that nothing has yet, and that is taken from now on: `wanted`, or that with a number behind it. */
export function freeName(wanted: string, taken: Set<string>, separator: "-" | "_"): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}${separator}${count}`;
  taken.add(name);
  return name;
}
