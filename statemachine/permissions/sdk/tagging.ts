import { type Action, findAction } from "../../iam/actions";
import type { IntegrationCall } from "../../integrations/call";
import {
  type RequiredPermission,
  type Resources,
  requires,
  ANY,
} from "../../integrations/required-permission";
import { allOf } from "./resources/arn-patterns";

/** Arguments that give what a call makes its tags. */
const TAGS = /^(?:Tags|TagList|TagSpecifications?)$/;

/** Calls that make something; those that tag, find or change what is there have actions of their own. */
const MAKES =
  /:(?:Allocate|Copy|Create|Import|Issue|Provision|Purchase|Put|Register|Request|Restore|Run|Start|Submit)(?!.*Tagging$)/;

/** How the actions are called by which services tag, the likeliest first; `X` is what the call makes. */
const NAMES = [
  "PutXTagging",
  "TagX",
  "AddTagsToX",
  "TagResource",
  "AddTagsToResource",
  "AddTags",
  "CreateTags",
];

/**
 * The right to tag, for a call that gives what it makes tags: on what the call itself is on. Source: the user guides of the
 * services, "tag on create"; of EC2, "Grant permission to tag resources during creation".
 */
export function taggingPermissions(
  actions: readonly Action[],
  call: IntegrationCall,
  resourcesOf: (action: Action) => Resources,
): RequiredPermission[] {
  const [action, ...others] = actions;
  if (action === undefined || others.length > 0 || !MAKES.test(action.name)) return [];
  if (!argumentNames(call).some((name) => TAGS.test(name))) return [];
  const made = action.name.replace(/^.*:(?:[A-Z][a-z]+)/, "");
  const tagging = NAMES.map((name) => findAction(action.prefix, name.replace("X", made))).find(
    (found) => found !== undefined,
  );
  // EC2's CreateTags is the right to tag itself.
  if (tagging === undefined || tagging.name === action.name) return [];
  if (action.prefix !== "ec2") {
    const resources = resourcesOf(action);
    return [requires(tagging.name, resources === ANY ? allOf(tagging, made, call) : resources)];
  }
  const creates = { StringEquals: { "ec2:CreateAction": action.name.replace("ec2:", "") } };
  return [requires(tagging.name, [call.arn("ec2", "*/*")], creates)];
}

function argumentNames({ args }: IntegrationCall): string[] {
  return typeof args === "object" && args !== null
    ? Object.keys(args).map((name) => name.replace(/\.\$$/, ""))
    : [];
}
