import type { Failure } from '#core/base/result.ts';
import type { SealedCopy } from '#core/storage/sealed-copy.ts';

// What is done on a thread of its own, since it takes as long as the workspace is large.

/** Makes a copy of a workspace fit to be sealed, and hashes it. */
export interface PrepareWork {
  readonly kind: 'prepare';
  readonly contentPath: string;
}

/** Writes the whole file, and proves it as any reader would. */
export interface WriteWork {
  readonly kind: 'write';
  readonly path: string;
  readonly header: string;
  readonly manifest: string;
  readonly signature: Uint8Array;
  readonly list: Uint8Array;
  /** The file of the content. */
  readonly contentPath: string;
}

export type PackWork = PrepareWork | WriteWork;

export interface Prepared {
  readonly kind: 'prepared';
  readonly copy: SealedCopy;
  readonly bytes: number;
  /** The chunks' SHA-256, one after another. */
  readonly list: Uint8Array;
}

export interface Written {
  readonly kind: 'written';
  readonly bytes: number;
}

/** What the thread says. */
export type PackWord = Prepared | Written | { readonly kind: 'failed'; readonly failure: Failure };

export type PackAnswer<Work extends PackWork> = Work extends PrepareWork ? Prepared : Written;
