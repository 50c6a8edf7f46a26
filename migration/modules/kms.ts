import { Key } from "../../components";
import { checkKeyArgs } from "../../components/kms/check";
import { moduleRow, type ModuleMapping } from "./mapping";

/** The Terraform module `kms` in terms of {@link Key}. */
export const kms: ModuleMapping = {
  ...moduleRow("kms"),
  component: Key,
  args: ({ service_key_info: service, direct_key_info: principals }, direct) => ({
    ...direct,
    ...(service as object),
    ...(principals as object),
  }),
  check: checkKeyArgs,
};
