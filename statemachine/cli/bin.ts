#!/usr/bin/env node
/** The executable `asl`. */
import { asl } from "./asl";
import { Exit, runCommand } from "./exit";

// A reader that has seen enough, such as `head`, is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(Exit.ok);
  throw error;
});
void runCommand(() => asl(process.argv.slice(2)));
