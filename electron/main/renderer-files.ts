import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { assert } from '#core/base/assert.ts';

const fileSchema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  type: z.string().min(1),
});

/** As the build of the interface writes it, beside the files that it lists; the headless host serves by the same list. */
const listSchema = z.object({
  files: z.record(z.string().regex(/^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/), fileSchema),
});

export interface RendererFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** The files of the interface, as the build listed them: nothing else has an address. */
export interface RendererFiles {
  /** The file of a path, compared as text; null for anything that is not exactly in the list. Throws when its bytes changed. */
  read(path: string): RendererFile | null;
}

/** Reads the list that the build wrote beside the files. */
export function openRendererFiles(folder: string): RendererFiles {
  const { files } = listSchema.parse(JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')));
  const list = new Map(Object.entries(files));
  return {
    read(path) {
      const listed = list.get(path);
      if (listed === undefined) return null;
      const bytes = new Uint8Array(readFileSync(join(folder, ...path.split('/'))));
      const found = createHash('sha256').update(bytes).digest('hex');
      assert(found === listed.sha256, `a file of the interface is not the one that was built: ${path}`);
      return { bytes, type: listed.type };
    },
  };
}
