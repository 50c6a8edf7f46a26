/** The beginnings by which a reader of the pack's advice tells what kind it is. */
export const NOT_EVALUATED = "Not evaluated: ";
export const EXEMPT = "Exempt until ";
