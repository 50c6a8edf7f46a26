import { z } from "zod";

/** A text instead of a random suffix. */
export const suffix = z
  .string()
  .regex(/^[a-z0-9]{1,16}$/, "must be 1 to 16 lower-case letters and digits")
  .describe("Ends the name instead of a random suffix.");

const take = z
  .strictObject({
    key: z.string().optional().describe("Output with the key's ARN."),
    payloads: z.string().optional().describe("Output with the bucket's name or ARN."),
    function: z.string().optional().describe("Output with the function's ARN."),
    role: z.string().optional().describe("Output with the ARN of the machine's role."),
  })
  .prefault({});

const migration = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("none") }),
    z.strictObject({ kind: z.literal("local"), path: z.string(), take }),
    z.strictObject({
      kind: z.literal("s3"),
      bucket: z.string(),
      key: z.string(),
      region: z.string(),
      take,
    }),
    z.strictObject({
      kind: z.literal("remote"),
      organization: z.string(),
      workspace: z.string(),
      hostname: z.string().optional(),
      take,
    }),
  ])
  .prefault({ kind: "none" });

/** One use of an original module, declared as it was. */
const terraformModule = z.strictObject({
  module: z.enum(["kms", "s3", "lambda", "step-function"]),
  variables: z.record(z.string(), z.unknown()).describe("The module's variables."),
  suffixes: z
    .strictObject({
      key: suffix.optional(),
      bucket: suffix.optional(),
      bucketKey: suffix.optional(),
    })
    .optional()
    .describe("The random suffixes that Terraform made."),
  secrets: z
    .array(z.string())
    .optional()
    .describe("Environment variables whose values are secrets; without it, all."),
  archive: z.string().optional().describe("The zip that Terraform deployed."),
  hardened: z
    .union([z.boolean(), z.array(z.string())])
    .optional()
    .describe("Takes our hardened choice: of everything, or of these arguments."),
});

/** The settings that have to do with Terraform. */
export const TERRAFORM_SETTINGS = {
  terraform: z
    .record(z.string(), terraformModule)
    .default({})
    .describe(
      "Uses of the original modules, by component name; `function` and `workflow` are ours.",
    ),
  migration: migration.describe("Where Terraform outputs are read from, and which stand in."),
  adoption: z
    .record(z.string(), z.string())
    .default({})
    .describe("Import ids by URN, until everything is adopted."),
};
