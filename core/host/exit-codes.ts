import { type ErrorKind, errorKindOf } from '../contract/errors.ts';

/** How a command ends. Documented in `tieout --help`; scripts rely on them. */
export const exitCodes = {
  ok: 0,
  found: 1,
  input: 2,
  refused: 3,
  undone: 4,
  unavailable: 5,
  internal: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.ok, 'Done; nothing to look at.'],
  [
    exitCodes.found,
    'Done, and it found something: breaks, incomplete streams, a journal or sealed pack that does not verify.',
  ],
  [exitCodes.input, 'The command line, a file or an id is wrong. Nothing was done.'],
  [exitCodes.refused, 'A role, a limit, a policy or the present state refused all or part of it.'],
  [exitCodes.undone, 'Vendor or network trouble left work undone; run it again later.'],
  [
    exitCodes.unavailable,
    'The workspace is in use, missing, damaged or of a newer version; a sealed pack is not as it was sealed.',
  ],
  [exitCodes.internal, 'Something broke inside Tieout.'],
  [exitCodes.interrupted, 'Interrupted. What was done is kept; run it again to go on.'],
];

const byKind: Readonly<Record<ErrorKind, ExitCode>> = {
  input: exitCodes.input,
  'not-found': exitCodes.input,
  conflict: exitCodes.refused,
  refused: exitCodes.refused,
  unavailable: exitCodes.unavailable,
  vendor: exitCodes.undone,
  cancelled: exitCodes.interrupted,
  internal: exitCodes.internal,
};

/** Codes of failures that the host itself meets, before or beside the API. What is not listed is wrong input. */
const byHostCode: Readonly<Record<string, ExitCode>> = {
  WORKSPACE_MISSING: exitCodes.unavailable,
  WORKSPACE_EMPTY: exitCodes.unavailable,
  STORAGE_UNREADABLE: exitCodes.unavailable,
  STORAGE_UNSAFE: exitCodes.unavailable,
  STORAGE_CORRUPT: exitCodes.unavailable,
  STORAGE_BUSY: exitCodes.unavailable,
  SCHEMA_NEWER: exitCodes.unavailable,
  ANCHOR_UNREADABLE: exitCodes.unavailable,
  ANCHOR_OTHER_WORKSPACE: exitCodes.unavailable,
  JOURNAL_SHORTER_THAN_ANCHOR: exitCodes.unavailable,
  JOURNAL_DIFFERS_FROM_ANCHOR: exitCodes.unavailable,
  PACK_FORMAT_UNKNOWN: exitCodes.unavailable,
  PACK_HEADER_ALTERED: exitCodes.unavailable,
  PACK_TRUNCATED: exitCodes.unavailable,
  PACK_TOO_LONG: exitCodes.unavailable,
  PACK_SIGNATURE_WRONG: exitCodes.unavailable,
  PACK_KEY_UNEXPECTED: exitCodes.unavailable,
  PACK_MANIFEST_UNREADABLE: exitCodes.unavailable,
  PACK_LIST_ALTERED: exitCodes.unavailable,
  PACK_CONTENT_ALTERED: exitCodes.unavailable,
  PACK_SCHEMA_NEWER: exitCodes.unavailable,
  PACK_SCHEMA_OLDER: exitCodes.unavailable,
  PACK_DATABASE_FOREIGN: exitCodes.unavailable,
  PACK_DATABASE_DAMAGED: exitCodes.unavailable,
  PACK_DATABASE_DIFFERS: exitCodes.unavailable,
  PACK_SIGNER_UNKNOWN: exitCodes.unavailable,
  PERSON_NOT_HERE: exitCodes.refused,
  INTERFACE_NOT_BUILT: exitCodes.unavailable,
  PORT_IN_USE: exitCodes.undone,
  INTERRUPTED: exitCodes.interrupted,
};

export function exitCodeOf(code: string): ExitCode {
  const kind = errorKindOf(code);
  return byHostCode[code] ?? (kind === null ? exitCodes.input : byKind[kind]);
}
