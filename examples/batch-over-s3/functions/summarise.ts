/** A line of the file, by the names in its first line. */
interface Reading {
  readonly meter: string;
  readonly kwh: string;
}

/** Adds up the readings of a batch; a line that is not a number fails the batch. */
export async function handler(batch: {
  readonly Items: readonly Reading[];
}): Promise<{ readonly lines: number; readonly kwh: number }> {
  const values = batch.Items.map(({ meter, kwh }) => {
    const value = Number(kwh);
    if (kwh === "" || Number.isNaN(value)) throw new Error(`${meter}: ${kwh} is not a number`);
    return value;
  });
  return { lines: values.length, kwh: values.reduce((sum, value) => sum + value, 0) };
}
