import { randomBytes } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { assert } from '#core/base/assert.ts';
import type { SavedFile } from '../bridge/desktop-bridge.ts';

interface Begun {
  readonly path: string;
  readonly part: string;
  readonly file: number;
  readonly length: number;
  written: number;
}

/** So many files can be under way; beginning one more gives up the oldest. */
const begunMax = 4;

/** Files that people saved in this run. The page knows them by a token; where they are stays in main. */
export class SavedFiles {
  readonly #begun = new Map<string, Begun>();
  readonly #saved = new Map<string, string>();

  /** Opens a file at a place that a person has chosen; it appears there whole or not at all. */
  begin(path: string, length: number): string {
    for (const [oldest, begun] of this.#begun) {
      if (this.#begun.size < begunMax) break;
      this.#drop(oldest, begun);
    }
    const token = randomBytes(16).toString('hex');
    const part = `${path}.${token.slice(0, 8)}.part`;
    this.#begun.set(token, { path, part, file: openSync(part, 'wx', 0o600), length, written: 0 });
    return token;
  }

  /** Adds a piece; false for a file that was not begun, or more than was announced. */
  append(token: string, bytes: Uint8Array): boolean {
    const begun = this.#begun.get(token);
    if (begun === undefined) return false;
    if (begun.written + bytes.length > begun.length) {
      this.#drop(token, begun);
      return false;
    }
    assert(writeSync(begun.file, bytes) === bytes.length, 'a piece of a file was written whole');
    begun.written += bytes.length;
    return true;
  }

  /** Puts the file in its place; null when pieces are missing. */
  finish(token: string): SavedFile | null {
    const begun = this.#begun.get(token);
    if (begun === undefined) return null;
    if (begun.written !== begun.length) {
      this.#drop(token, begun);
      return null;
    }
    this.#begun.delete(token);
    closeSync(begun.file);
    renameSync(begun.part, begun.path);
    this.#saved.set(token, begun.path);
    return { token, name: basename(begun.path) };
  }

  pathOf(token: string): string | null {
    return this.#saved.get(token) ?? null;
  }

  /** What was begun and not finished is taken away. */
  dropUnfinished(): void {
    for (const [token, begun] of this.#begun) this.#drop(token, begun);
  }

  #drop(token: string, { file, part }: Begun): void {
    this.#begun.delete(token);
    closeSync(file);
    rmSync(part, { force: true });
  }
}
