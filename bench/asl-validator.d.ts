/** asl-validator 4.0.0 ships its types as sources only; this is the part that the benchmark calls. */
declare module "asl-validator" {
  export default function validate(definition: unknown): { readonly isValid: boolean };
}
