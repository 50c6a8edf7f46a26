#!/usr/bin/env node
/** The executable `asl`. */
import { asl } from "./asl";
import { runCommand } from "./exit";

void runCommand(() => asl(process.argv.slice(2)));
