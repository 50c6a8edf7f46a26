/** A parcel, and what a kilogram costs where it goes. */
interface Parcel {
  readonly kilograms: number;
  readonly rate: number;
}

/** Says what a parcel costs: at least that of one kilogram, rounded to cents. It only computes, and may run twice. */
export async function handler({ kilograms, rate }: Parcel): Promise<{ readonly price: number }> {
  return { price: Math.round(Math.max(1, kilograms) * rate * 100) / 100 };
}
