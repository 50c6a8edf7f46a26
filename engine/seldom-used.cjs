// Packages that load slowly and are seldom used wait until something uses them, in a process that loads this first.
// Plain JavaScript: it runs before any TypeScript can be loaded.
const Module = require("node:module");
const path = require("node:path");

/**
 * Each with the packages that ask for it at their start. Pulumi's SDK needs the first three only to serialise a function's
 * source ("magic functions"): 0.8 s of start-up. Its automation API, and the languages of zod, take a tenth of what is left.
 */
const SELDOM_USED = new Map([
  ["typescript", "@pulumi"],
  ["@npmcli/arborist", "@pulumi"],
  ["normalize-package-data", "@pulumi"],
  ["./automation", "@pulumi"],
  ["../locales/index.cjs", "zod"],
]);

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const user = `${path.sep}node_modules${path.sep}${SELDOM_USED.get(request)}${path.sep}`;
  if (!SELDOM_USED.has(request) || !parent?.filename?.includes(user)) {
    return load.call(this, request, parent, isMain);
  }
  // What is not installed is told at once, as always.
  Module._resolveFilename(request, parent);
  return later(() => load.call(Module, request, parent, isMain));
};

/** A stand-in for a module that loads it at the first use of one of its members. */
function later(now) {
  return new Proxy(
    {},
    {
      // `__esModule` keeps a compiled `import * as` from copying, and so loading, the module.
      get: (_, key) => (key === "__esModule" ? true : key === "default" ? now() : now()[key]),
    },
  );
}
