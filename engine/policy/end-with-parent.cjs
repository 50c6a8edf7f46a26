// Loaded into the policy host first: it ends with the process that started it, however that one ends. That process gives
// its id: it may have ended before this is read, and then the parent is another one from the beginning.
const parent = Number(process.env.STARTED_BY);
setInterval(() => process.ppid === parent || process.exit(1), 500).unref();
// Otherwise the host tries for ever to report that nobody reads its output.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => process.exit(1));
