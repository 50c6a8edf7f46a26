import type * as pulumi from "@pulumi/pulumi";
import type { OutputEnvironment } from "../program/outputs";
import type { Created } from "../program/provider";
import type { Clients } from "./clients";

/** What a resource type works with. */
export interface AwsContext {
  readonly clients: Clients;
  readonly environment: OutputEnvironment;
  /** The folder that relative paths of assets start in. */
  readonly folder: string;
}

/** Outputs that AWS gave, over those that are worked out. */
export type AwsOutputs = Partial<Created>;

/** How resources of one type are created for real, and read back. */
interface ResourceType<Inputs> {
  /** Creates a resource from its plain inputs. @param outputs what is worked out without AWS */
  create(inputs: Inputs, context: AwsContext, outputs: Created): Promise<AwsOutputs | void>;
  /** Changes it in place; absent where it is made anew instead. @returns outputs that are others now */
  update?(id: string, inputs: Inputs, context: AwsContext): Promise<AwsOutputs>;
  /** Inputs, beside the name, that `update` does not change. */
  readonly fixed?: readonly (keyof Inputs)[];
  /** Reads it back, in the words in which the program declares it. */
  read(
    id: string,
    inputs: Inputs,
    context: AwsContext,
  ): Promise<Partial<Record<keyof Inputs, unknown>>>;
  /** Inputs that cannot be read back, each with the reason. */
  readonly unread?: Partial<Record<keyof Inputs, string>>;
}

/** A resource type whose arguments are forgotten, so that all fit into one table. */
export type AnyResourceType = ResourceType<Record<string, unknown>>;

/** Types an entry of a table by the arguments of its resource, then forgets them. */
export function resourceType<Args>(typed: ResourceType<pulumi.Unwrap<Args>>): AnyResourceType {
  return typed as unknown as AnyResourceType;
}

/** Settings that live beside a bucket, a topic and so on, and take effect only when it is deleted or created. */
export const NOT_STORED = "a setting of the provider, which AWS does not store";

/** Settings that MiniStack 1.5.33 accepts and does not keep. */
export const DROPPED = "the emulator does not keep it";
