import { randomInt } from "node:crypto";
import type * as random from "@pulumi/random";
import { NOT_STORED, resourceType } from "../resource-type";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Random texts, made here as the provider makes them: no service is involved. */
export const randomTypes = {
  "random:index/randomString:RandomString": resourceType<random.RandomStringArgs>({
    async create({ length, lower = true, numeric = true, upper = true, special = true, ...rest }) {
      const alphabet = [
        lower ? LETTERS : "",
        upper ? LETTERS.toUpperCase() : "",
        numeric ? "0123456789" : "",
        special ? (rest.overrideSpecial ?? "!@#$%&*()-_=+[]{}<>:?") : "",
      ].join("");
      const result = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
      return { id: result, result };
    },
    // The text itself is all there is, and the resources that use it are read back with it.
    read: async (_, inputs) => inputs,
    unread: { keepers: NOT_STORED },
  }),
};
