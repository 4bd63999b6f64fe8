import { FileProblem, type ReconciliationFiles } from './reconcile-files.ts';

/** Files in memory: inputs given, reports kept under their path once they are committed. */
export class MemoryFiles implements ReconciliationFiles {
  readonly committed = new Map<string, string>();
  readonly created: string[] = [];
  readonly discarded: string[] = [];
  /** Bytes per piece: small, so that records cross pieces. */
  pieceBytes = 7;
  /** Called before every piece and every turn. */
  onTurn: () => void = () => {};
  readonly #inputs = new Map<string, Uint8Array>();

  constructor(inputs: Readonly<Record<string, string | Uint8Array>>) {
    for (const [path, content] of Object.entries(inputs)) {
      this.#inputs.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    }
  }

  async *read(path: string): AsyncGenerator<Uint8Array, void> {
    const bytes = this.#input(path);
    for (let at = 0; at < bytes.length; at += this.pieceBytes) {
      this.onTurn();
      yield bytes.subarray(at, at + this.pieceBytes);
    }
  }

  async sizeBytes(path: string): Promise<number> {
    return this.#input(path).length;
  }

  async create(path: string) {
    const pieces: Uint8Array[] = [];
    this.created.push(path);
    return {
      write: async (bytes: Uint8Array): Promise<void> => {
        pieces.push(bytes.slice());
      },
      commit: async (): Promise<void> => {
        this.committed.set(path, Buffer.concat(pieces).toString());
      },
      discard: async (): Promise<void> => {
        this.discarded.push(path);
      },
    };
  }

  join(directory: string, name: string): string {
    return `${directory}/${name}`;
  }

  async yieldTurn(): Promise<void> {
    this.onTurn();
  }

  #input(path: string): Uint8Array {
    const bytes = this.#inputs.get(path);
    if (bytes !== undefined) return bytes;
    throw new FileProblem({ code: 'FILE_UNREADABLE', message: `${path} cannot be read`, where: path });
  }
}
