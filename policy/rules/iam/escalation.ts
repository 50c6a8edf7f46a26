import { coverage } from "asl-toolkit/permissions";
import type { Stack } from "../../host/stack";
import type { StackResource } from "../../host/resource";
import { type Checks, onEach } from "../shared/checks";
import { type Document, documentAt, statementsOf } from "../../iam/document";
import type { Granted } from "../../iam/grants";
import { listed } from "../shared/documents";
import { onHeldDocuments } from "../shared/held-documents";
import { granted, holderOf, isOnlyBoundary } from "../shared/identities";
import { policiesBeside, rolePolicies, triggersWith } from "../shared/links";
import { parsedDefinition } from "../stepfunctions/definition";
import t from "../shared/resource-types.json";
import { ownPowers, passedPowers, startedPowers } from "./escalation-paths";

export const iamEscalation = {
  "iam-policy-privilege-escalation": onHeldDocuments((document, { part, report }) => {
    for (const statement of document.statements) {
      const say = (actions: readonly string[]): void => {
        if (actions.length === 0) return;
        report(
          `${document.property}, ${statement.label}, lets the holder raise its own permissions: ${listed(actions)}.`,
        );
      };
      void part(() => say(ownPowers(statement, document)));
      void part(() => say(withPassing(passedPowers(statement, document))));
    }
  }),
  "iam-role-privilege-escalation": onEach([t.ROLE], (role, stack) => {
    const documents = rolePolicies(stack, role);
    if (documents.length < 2) return undefined;
    const all = joinedOf(stack, role, documents);
    const joined = documents.flatMap((document) =>
      document.statements.flatMap((statement) => {
        const alone = passedPowers(statement, { ...all, statements: document.statements });
        return passedPowers(statement, all).filter((name) => !alone.includes(name));
      }),
    );
    return joined.length > 0
      ? `may raise its own permissions by several policies: ${listed(withPassing(joined))}`
      : undefined;
  }),
  "iam-policy-privilege-escalation-advice": {
    scope: "stack",
    types: [t.ROLE, t.ROLE_POLICY, t.POLICY, t.USER_POLICY, t.GROUP_POLICY],
    check: ({ stack, report, each }) => {
      const held = new Set<StackResource>();
      each(stack.of(t.ROLE), (role) => {
        for (const policy of policiesBeside(stack, role)) held.add(policy);
        const found = startedBy(
          joinedOf(stack, role, rolePolicies(stack, role)),
          startsFor(stack, role),
        );
        if (found.length > 0) report(role, `${role.label} ${RUNS}: ${listed(found)}.`);
      });
      each(stack.of(t.ROLE_POLICY, t.POLICY, t.USER_POLICY, t.GROUP_POLICY), (policy) => {
        if (held.has(policy) || isOnlyBoundary(stack, policy)) return;
        const document = documentAt(policy, "policy");
        if (document === undefined) return;
        const found = startedBy(granted(stack, policy, document), () => false);
        if (found.length > 0) report(policy, `${policy.label} ${RUNS}: ${listed(found)}.`);
      });
    },
  },
} satisfies Checks;

const RUNS = "may run code with the role of something else";

/** All that the policies of a role allow together. */
function joinedOf(stack: Stack, role: StackResource, documents: readonly Document[]): Granted {
  return {
    statements: statementsOf(documents),
    holders: [holderOf(stack, role)],
  };
}

function startedBy(all: Granted, isMeant: (action: string) => boolean): readonly string[] {
  return startedPowers(all)
    .filter((path) => !path.every((name) => name === "iam:PassRole" || isMeant(name)))
    .flat();
}

/** What a role is there to start: what the states of its machines call, and anything when a rule or schedule uses it. */
function startsFor(stack: Stack, role: StackResource): (action: string) => boolean {
  if (triggersWith(stack, role).length > 0) return () => true;
  const calls = stack
    .users(role, "roleArn", t.MACHINE)
    .map((machine) => parsedDefinition(machine.text("definition")))
    .filter((definition) => definition !== undefined)
    .flatMap((definition) => coverage(definition, []).uncovered.map(({ action }) => action));
  return (action) => calls.includes(action);
}

function withPassing(actions: readonly string[]): readonly string[] {
  return actions.length === 0 ? [] : ["iam:PassRole", ...actions];
}
