import { on, type Checks } from "../../rule";

/** Rules about acceptances: what was accepted must be there, and the reason be given. */
export const acceptanceChecks = {
  "acceptance-unused": on("acceptance", ({ acceptance: { id, isUsed, isLinted }, report }) => {
    if (!isUsed && isLinted) report(["Comment"], `there is no finding '${id}' to accept here`);
  }),
  "acceptance-without-reason": on("acceptance", ({ acceptance: { id, reason }, report }) => {
    if (reason === "") report(["Comment"], `'${id}' is accepted without a reason`);
  }),
} satisfies Checks;
