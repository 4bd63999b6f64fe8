import type { Clock } from '../base/clock.ts';
import type { Failure } from '../base/result.ts';
import { dayOfEpochMs } from '../domain/day.ts';
import type { Recorder } from '../journal/projection.ts';

export interface Refusal {
  /** As given; it may be nobody we know. */
  readonly actor: string;
  readonly action: string;
  readonly legalEntity: string | null;
  /** What it was about: a posting, a mapping, a person. */
  readonly subject: string;
  readonly failure: Failure;
}

export interface AccessLog {
  /** Journals that someone was not allowed to do something: `access.refused`. */
  refused(refusal: Refusal): void;
}

const textMax = 200;

export function createAccessLog(recorder: Recorder, clock: Clock): AccessLog {
  return {
    refused({ actor, action, legalEntity, subject, failure }) {
      // The actor may be any text that a caller made up, so it is cut, and never becomes another aggregate's id.
      const aggregateId = `access:${actor.slice(0, textMax)}`;
      const version = recorder.journal.nextVersion(aggregateId);
      recorder.recordAll([
        {
          type: 'access.refused',
          aggregateId,
          aggregateVersion: version,
          idempotencyKey: `${aggregateId}/${version}`,
          correlationId: subject.slice(0, textMax) || aggregateId,
          actor: actor.slice(0, textMax) || 'unknown',
          effectiveOn: dayOfEpochMs(clock.now()),
          legalEntity: legalEntity === '' ? null : legalEntity,
          payload: {
            action,
            code: failure.code,
            message: failure.message,
            subject: subject.slice(0, textMax),
          },
        },
      ]);
    },
  };
}
