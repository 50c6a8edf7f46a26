import { type Checks, onEach } from "../shared/checks";
import { BUS_POLICIES, refusesEveryone } from "../shared/documents";
import t from "../shared/resource-types.json";

const openBus = refusesEveryone(BUS_POLICIES, "lets everyone in.");

export const eventsBuses = {
  "events-bus-policy-public": (context) => {
    if (context.resource.type === t.EVENT_BUS_POLICY) return openBus.check(context);
    if (context.resource.text("principal") === "*" && !context.resource.has("condition")) {
      context.report("principal is *, without a condition.");
    }
  },
  "events-bus-policy": onEach([t.EVENT_BUS], (bus, stack) =>
    stack.users(bus, "eventBusName", t.EVENT_BUS_POLICY, t.EVENT_PERMISSION).length === 0
      ? "has no policy"
      : undefined,
  ),
} satisfies Checks;
