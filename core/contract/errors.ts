import * as z from 'zod';

/**
 * What kind of trouble a code is: the same for every front door (HTTP status, exit code, colour).
 * - `input`: what was sent is wrong. `not-found`: it names something that is not there.
 * - `conflict`: true when it was written, no longer now. `refused`: a right, a limit or a policy says no.
 * - `unavailable`: another owner has the workspace, or its files cannot be used. `vendor`: an outside system did not answer.
 * - `cancelled`: stopped on request. `internal`: a bug.
 */
export const errorKinds = [
  'input',
  'not-found',
  'conflict',
  'refused',
  'unavailable',
  'vendor',
  'cancelled',
  'internal',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

/** Every code that the API answers with. Codes are stable: never renamed, never reused. */
const codesByKind = {
  input:
    'INPUT_INVALID KEY_NAME_INVALID INPUT_NOT_JSON PROCEDURE_UNKNOWN METHOD_WRONG ' +
    'REASON_MISSING SETTING_UNKNOWN SETTING_INVALID POLICY_REASON_MISSING FLOW_UNKNOWN PHASE_UNKNOWN PERIOD_INVALID ' +
    'MAPPING_REASON_MISSING MAPPING_TYPE_UNKNOWN MAPPING_KEY_INVALID MAPPING_ENTITY_INVALID MAPPING_TARGET_INVALID ' +
    'PEOPLE_REASON_MISSING PERSON_ID_INVALID PERSON_NAME_MISSING ROLE_UNKNOWN LIMITS_INVALID EMAIL_INVALID EMAIL_NOT_ASCII ' +
    'EMAIL_IS_ALIAS DELEGATION_DATES_INVALID SETTINGS_FILE_INVALID ' +
    'MAPPING_DATES_INVALID MAPPING_FALLBACK_REFUSED MATCH_NOT_WITHIN_TOLERANCE MATCH_SIDES_INVALID TEMPLATE_INVALID',
  'not-found':
    'DELEGATION_NOT_FOUND RUN_NOT_FOUND MATCH_NOT_FOUND BREAK_NOT_FOUND TASK_NOT_FOUND SIGN_OFF_NOT_FOUND ' +
    'JOB_NOT_FOUND POSTING_NOT_FOUND EXCEPTION_NOT_FOUND CAUSE_NOT_FOUND MAPPING_NOT_FOUND PERSON_UNKNOWN ' +
    'LEGAL_ENTITY_UNKNOWN NOTHING_FOUND',
  conflict:
    'PERSON_EXISTS PERSON_UNCHANGED EMAIL_TAKEN KEY_TAKEN PEOPLE_EXIST NO_ADMINISTRATOR ' +
    'ALREADY_DECIDED NONCE_REUSED DECISION_STALE EXCEPTION_CLOSED POSTING_NOT_REJECTED POSTING_REJECTED_BY_PERSON ' +
    'POSTING_NOT_HELD POLICY_UNCHANGED CIRCUIT_NOT_TRIPPED PHASE_UNCHANGED PERIOD_MOVE_REFUSED MAPPING_NOT_A_DRAFT ' +
    'MAPPING_NOT_LIVE MAPPING_NO_RETIREMENT MAPPING_OVERLAPS UNDO_REFUSED FIX_ELSEWHERE SYNC_RUNNING JOB_RUNNING ' +
    'RUN_NOT_CURRENT DOCUMENT_TAKEN MATCH_BY_RULE BREAK_SETTLED TASK_BOUND TASK_STATE_WRONG TASK_BLOCKED ' +
    'EVIDENCE_MOVED SIGN_OFF_NOT_READY SIGN_OFF_STATE_WRONG',
  refused:
    'ROLE_MISSING ENTITY_NOT_ALLOWED LIMIT_EXCEEDED NOT_PREPARER_AND_APPROVER PERSON_INACTIVE SERVICE_ACTOR_REFUSED ' +
    'SIGNATURE_INVALID DECISION_FOREIGN DECISION_NOT_OWN PERIOD_CLOSED PHASE_SKIPPED PHASE_OUT_OF_ORDER PHASE_NOT_GREEN ' +
    'OWN_ACCOUNT ROLES_CONFLICT DELEGATION_NOT_OWN DELEGATION_TO_NOBODY DELEGATION_REFUSED MAPPING_FROZEN ' +
    'MAPPING_NOT_YOURS NOT_SIGNED_IN SESSION_FIXED SESSION_ENDED REAUTH_NEEDED PASSPHRASE_NEEDED PASSPHRASE_WRONG ' +
    'KEY_MISSING KEY_EXPOSED KEY_UNREADABLE KEY_NOT_ED25519 NOT_THE_SAMPLE SEALED_READ_ONLY',
  unavailable: 'WORKSPACE_IN_USE SECRET_MISSING PACK_NOT_WRITTEN',
  vendor: 'VENDOR_UNREACHABLE',
  cancelled: 'CANCELLED',
  internal: 'INTERNAL',
} as const satisfies Readonly<Record<ErrorKind, string>>;

const kindByCode: ReadonlyMap<string, ErrorKind> = new Map(
  errorKinds.flatMap((kind) => codesByKind[kind].split(' ').map((code): [string, ErrorKind] => [code, kind])),
);

/** The kind of a code, or null for one that the API does not know. */
export function errorKindOf(code: string): ErrorKind | null {
  return kindByCode.get(code) ?? null;
}

/** Every code with its kind, for documentation and tests. */
export function apiErrorCodes(): ReadonlyMap<string, ErrorKind> {
  return kindByCode;
}

/** What an error looks like on the wire, under `error.data`. */
export const apiErrorSchema = z.object({
  code: z.string(),
  kind: z.enum(errorKinds),
  message: z.string(),
  where: z.string().optional(),
  fix: z.string().optional(),
  /** Finds the entry in the log where the answer says no more than that something broke. */
  reference: z.string().optional(),
});

export type ApiError = z.output<typeof apiErrorSchema>;
