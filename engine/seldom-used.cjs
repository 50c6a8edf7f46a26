// Packages that load slowly and are seldom used wait until something uses them, in a process that loads this first.
// Plain JavaScript: it runs before any TypeScript can be loaded.
const Module = require("node:module");
const path = require("node:path");

/**
 * Each with the packages that ask for it at their start. Pulumi's SDK needs `typescript` and the next two only to serialise
 * a function's source ("magic functions"): 0.8 s of start-up; its policy host only for a pack of TypeScript. Its automation
 * API, and the languages of zod, take a tenth of what is left.
 */
const SELDOM_USED = new Map([
  ["typescript", "@pulumi"],
  ["ts-node", "@pulumi"],
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
  const now = (name = request) => load.call(Module, name, parent, isMain);
  return later(now, known(request, now));
};

/** A stand-in for a module that loads it at the first use of one of its members, but for those that are known. */
function later(now, members) {
  return new Proxy(members, {
    get: (_, key) => {
      // `__esModule` keeps a compiled `import * as` from copying, and so loading, the module.
      if (key === "__esModule") return true;
      if (Object.hasOwn(members, key)) return members[key];
      return key === "default" ? now() : now()[key];
    },
  });
}

/** What the policy host asks of the compiler before it knows whether the pack needs it. */
function known(request, now) {
  if (request === "typescript") return { version: now("typescript/package.json").version };
  if (request !== "ts-node") return {};
  return {
    VERSION: now("ts-node/package.json").version,
    register: (options) =>
      options.skipProject ? registerLater(now, options) : now().register(options),
  };
}

/** Registers ts-node, which loads the compiler, with the first file of TypeScript that no other hook has taken. */
function registerLater(now, options) {
  const extensions = [".ts", ".mts", ".cts"];
  for (const extension of extensions) {
    Module._extensions[extension] = (...file) => {
      for (const each of extensions) delete Module._extensions[each];
      now().register(options);
      return Module._extensions[extension](...file);
    };
  }
}
