// Where Pulumi begins with this folder as a plugin, in a clone: it requires the folder and calls what that exports.
// Plain JavaScript: it runs before any TypeScript can be loaded.
require("../../engine/register.cjs");
module.exports = require("./serve.ts");
