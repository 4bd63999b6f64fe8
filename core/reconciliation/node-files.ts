import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ReportSink } from './byte-writer.ts';
import { FileProblem, type ReconciliationFiles } from './reconcile-files.ts';

const pieceBytes = 1 << 20;

/** The machine's files, as the CSV front needs them. An adapter: the only file here that touches the file system. */
export const nodeFiles: ReconciliationFiles = {
  read: readPieces,
  join,
  sizeBytes: async (path) => {
    try {
      const found = await stat(path);
      if (found.isFile()) return found.size;
    } catch (error) {
      throw unreadable(path, error);
    }
    throw unreadable(path, new Error('it is not a file'));
  },
  create: createSink,
  yieldTurn: () => new Promise((resolve) => setImmediate(resolve)),
};

async function* readPieces(path: string): AsyncGenerator<Uint8Array, void> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    const buffer = new Uint8Array(pieceBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes).catch((error: unknown) => {
        throw unreadable(path, error);
      });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Writes beside the target under a name of its own; `commit` makes it durable and renames it into place. */
async function createSink(path: string): Promise<ReportSink> {
  const temporary = `${path}.${randomUUID()}.part`;
  const guarded = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw unwritable(path, error);
    });
  await guarded(mkdir(dirname(path), { recursive: true }));
  const file = await guarded(open(temporary, 'wx'));
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    write: async (bytes) => {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await guarded(file.write(bytes, at, bytes.length - at));
        at += bytesWritten;
      }
    },
    commit: async () => {
      await guarded(file.sync());
      await close();
      await guarded(rename(temporary, path));
    },
    discard: async () => {
      await close();
      await rm(temporary, { force: true });
    },
  };
}

function unreadable(path: string, error: unknown): FileProblem {
  return new FileProblem({
    code: 'FILE_UNREADABLE',
    message: `${path} cannot be read: ${reasonOf(error)}`,
    where: path,
    fix: 'Check the path and that you may read the file.',
  });
}

function unwritable(path: string, error: unknown): FileProblem {
  return new FileProblem({
    code: 'OUTPUT_UNWRITABLE',
    message: `${path} cannot be written: ${reasonOf(error)}`,
    where: path,
    fix: 'Check the folder, its permissions and the free space.',
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
