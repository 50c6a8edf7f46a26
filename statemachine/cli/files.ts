import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * Writes a file whole or not at all: a reader never sees half of it, and a failure leaves what was there.
 *
 * @param mode the file's permissions, for example 0o600 for a file that only its owner may read; by default the
 * system's for new files
 * @throws the system's error, for example when the folder does not exist
 */
export function writeFileAtomic(file: string, content: string | Uint8Array, mode?: number): void {
  const partial = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(partial, content, mode === undefined ? {} : { mode });
    // The mode given above is only a wish where a file of that name was there before.
    if (mode !== undefined) chmodSync(partial, mode);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}
