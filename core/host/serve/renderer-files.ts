import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '../command-failure.ts';
import { readRendererList } from './renderer-list.ts';

export interface RendererFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/** What is served besides the API, by exact path: a request names an entry of this map or gets nothing. */
export type RendererFiles = ReadonlyMap<string, RendererFile>;

/** Reads the built interface into memory and checks every byte of it against the list that the build made. */
export function readRendererFiles(folder: string): RendererFiles {
  const list = readRendererList(folder);
  if (!list) throw notBuilt(folder, 'The interface is not built.');
  const files = new Map<string, RendererFile>();
  for (const [path, { sha256, type }] of Object.entries(list.files)) {
    const bytes = readFileSync(join(folder, path));
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
      throw notBuilt(folder, `${path} is not the file that was built.`);
    }
    files.set(path, { type, bytes });
  }
  const index = files.get('/index.html');
  if (!index) throw notBuilt(folder, 'The build has no index.html.');
  files.set('/', index);
  return files;
}

function notBuilt(folder: string, message: string): CommandFailure {
  return new CommandFailure({
    code: 'INTERFACE_NOT_BUILT',
    message,
    where: folder,
    fix: 'Build it with `npm run build`.',
  });
}
