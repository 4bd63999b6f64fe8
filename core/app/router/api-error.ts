import { TRPCError } from '@trpc/server';
import * as z from 'zod';
import type { Failure, Result } from '#core/base/result.ts';
import { present } from '#core/base/assert.ts';
import { type ApiError, type ErrorKind, errorKindOf } from '#core/contract/errors.ts';

/** An expected failure thrown where a result cannot be returned, as by a port of the host. */
export class ExpectedFailure extends Error {
  override readonly name = 'ExpectedFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

const transportCodes = {
  input: 'BAD_REQUEST',
  'not-found': 'NOT_FOUND',
  conflict: 'CONFLICT',
  refused: 'FORBIDDEN',
  unavailable: 'SERVICE_UNAVAILABLE',
  vendor: 'BAD_GATEWAY',
  cancelled: 'CLIENT_CLOSED_REQUEST',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Readonly<Record<ErrorKind, TRPCError['code']>>;

/** The error that a procedure throws for an expected failure. A code that the contract does not know is a bug. */
export function failed(failure: Failure): TRPCError {
  const kind = present(errorKindOf(failure.code), `the kind of ${failure.code}`);
  return new TRPCError({
    code: transportCodes[kind],
    message: failure.message,
    cause: new ExpectedFailure(failure),
  });
}

/** The value of a result, or its failure thrown. */
export function valueOf<T>(result: Result<T, Failure>): T {
  if (result.ok) return result.value;
  throw failed(result.error);
}

/** What went wrong as the caller is told; the inside of a bug stays in the log, found by its reference. */
export function describeError(error: TRPCError, reference: () => string): ApiError {
  const { cause } = error;
  if (cause instanceof ExpectedFailure) return described(cause.failure);
  const failure = ofTransport(error);
  if (failure) return described(failure);
  return {
    code: 'INTERNAL',
    kind: 'internal',
    message: 'Something broke inside Tieout; nothing was half-applied.',
    fix: 'Try again; if it stays, report it with the reference.',
    reference: reference(),
  };
}

function described({ code, message, where, fix }: Failure): ApiError {
  return {
    code,
    kind: errorKindOf(code) ?? 'internal',
    message,
    ...(where === undefined ? {} : { where }),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** Failures that the transport itself finds before a procedure runs. */
function ofTransport({ code, cause, message }: TRPCError): Failure | null {
  switch (code) {
    case 'BAD_REQUEST':
      return cause instanceof z.ZodError ? inputInvalid(cause) : unreadable(message);
    case 'PARSE_ERROR':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return unreadable(message);
    case 'NOT_FOUND':
      return {
        code: 'PROCEDURE_UNKNOWN',
        message,
        where: 'path',
        fix: 'Use a procedure of this version of the API.',
      };
    case 'METHOD_NOT_SUPPORTED':
      return {
        code: 'METHOD_WRONG',
        message,
        where: 'method',
        fix: 'Ask queries with GET, change with POST.',
      };
    case 'CLIENT_CLOSED_REQUEST':
      return { code: 'CANCELLED', message: 'Stopped on request.' };
    default:
      return null;
  }
}

const issuesShown = 5;

function inputInvalid({ issues }: z.ZodError): Failure {
  const shown = issues.slice(0, issuesShown).map(({ path, message }) => `${pathOf(path)}: ${message}`);
  const more = issues.length - shown.length;
  return {
    code: 'INPUT_INVALID',
    message: `The input is wrong. ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    where: pathOf(issues[0]?.path ?? []),
    fix: 'Correct what the message names.',
  };
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`),
    '$',
  );
}

function unreadable(message: string): Failure {
  return {
    code: 'INPUT_NOT_JSON',
    message: `The input cannot be read: ${message}`,
    where: 'body',
    fix: 'Send JSON.',
  };
}
