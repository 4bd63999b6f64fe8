import { err, type Failure, type Result } from '../base/result.ts';
import { type Day, isDay } from '../domain/day.ts';
import type { DraftFailure } from './mapping-draft.ts';
import type { MappingRow } from './mapping-row.ts';
import type { SuccessionFailure } from './succession.ts';

export type MappingFailure =
  | DraftFailure
  | SuccessionFailure
  | Failure<
      | 'MAPPING_NOT_FOUND'
      | 'MAPPING_NOT_A_DRAFT'
      | 'MAPPING_NOT_YOURS'
      | 'MAPPING_NOT_LIVE'
      | 'MAPPING_NO_RETIREMENT'
      | 'MAPPING_REASON_MISSING'
      | 'MAPPING_FROZEN'
      | 'MAPPING_DATES_INVALID'
    >
  | Failure;

export function reasonFailure(reason: string): Result<never, MappingFailure> | null {
  if (reason.trim() !== '') return null;
  return err({
    code: 'MAPPING_REASON_MISSING',
    message: 'A change of mappings needs a reason.',
    where: 'reason',
    fix: 'Say in a sentence why, for the auditor who reads it in a year.',
  });
}

export function notADraft(row: MappingRow): MappingFailure {
  const who = row.decidedBy === null ? '' : ` by ${row.decidedBy}`;
  return {
    code: 'MAPPING_NOT_A_DRAFT',
    message: `Mapping ${row.id} is ${row.state}${who}, so there is nothing to decide.`,
    where: row.id,
    fix: 'Propose a new version instead.',
  };
}

export function notYours(row: MappingRow): MappingFailure {
  return {
    code: 'MAPPING_NOT_YOURS',
    message: `Draft ${row.id} was proposed by ${row.proposedBy}; only its proposer withdraws it.`,
    where: row.id,
    fix: 'Reject it instead, if your role allows, or ask its proposer.',
  };
}

export function noRetirement(row: MappingRow): MappingFailure {
  return {
    code: 'MAPPING_NO_RETIREMENT',
    message: `No retirement of mapping ${row.id} waits for a decision.`,
    where: row.id,
    fix: 'Propose the retirement first.',
  };
}

export function retirementFailure(row: MappingRow, validToOn: Day): MappingFailure | null {
  if (row.state !== 'live') {
    return {
      code: 'MAPPING_NOT_LIVE',
      message: `Mapping ${row.id} is ${row.state}; only a live one can be retired.`,
      where: row.id,
      fix: 'Reject a draft; leave a retired one as it is.',
    };
  }
  const isInside =
    isDay(validToOn) && validToOn >= row.validFromOn && (row.validToOn === null || validToOn < row.validToOn);
  if (isInside) return null;
  return {
    code: 'MAPPING_DATES_INVALID',
    message: `${validToOn} does not end mapping ${row.id} earlier: it holds from ${row.validFromOn} to ${row.validToOn ?? 'further notice'}.`,
    where: row.id,
    fix: 'Give the first day on which it no longer holds, within its dates.',
  };
}

export function frozen(row: MappingRow, period: string): MappingFailure {
  return {
    code: 'MAPPING_FROZEN',
    message: `Period ${period} is being closed, and mappings are frozen until it is.`,
    where: row.id,
    fix: 'Wait for the close, or have a controller override the freeze with a reason.',
  };
}
