import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../sdk/index.ts';
import { readFailure, readRejection } from './errors.ts';

function refusal(status: number, code: string, detail: string, path?: string): HttpResponse {
  const entry = { detail, 'o:errorCode': code, ...(path === undefined ? {} : { 'o:errorPath': path }) };
  const text = JSON.stringify({ type: 'x', title: 'Bad Request', status, 'o:errorDetails': [entry] });
  return { kind: 'response', status, headers: {}, text, bytesLeft: true };
}

const field = (path: string, detail = 'You have entered an Invalid Field Value 12') =>
  refusal(400, 'INVALID_CONTENT', detail, path);

describe('a refused write', () => {
  it.each([
    ['PERIOD_CLOSED', refusal(400, 'USER_ERROR', 'The posting period Sep 2026 is closed.', 'postingPeriod')],
    [
      'PERIOD_CLOSED',
      refusal(400, 'USER_ERROR', 'The transaction date is not within your accounting period.', 'tranDate'),
    ],
    ['CUSTOMER_INVALID', field('entity')],
    ['CUSTOMER_INVALID', field('customer')],
    ['CURRENCY_INVALID', field('currency')],
    ['TAX_INVALID', field('item.items[3].taxCode')],
    ['REFERENCE_INVALID', field('item.items[0].department')],
    ['REFERENCE_INVALID', field('apply.items[0].doc')],
    ['AMOUNT_INVALID', field('apply.items[0].amount')],
    ['VALIDATION_FAILED', field('memo')],
    ['VALIDATION_FAILED', refusal(400, 'USER_ERROR', 'Something else is wrong.')],
    ['NOT_FOUND', refusal(404, 'NONEXISTENT_ID', 'The record instance does not exist.')],
    ['PERMISSION_DENIED', refusal(403, 'INSUFFICIENT_PERMISSION', 'Permission Violation')],
  ])('%s', (code, response) => {
    expect(readRejection(response)).toMatchObject({ kind: 'rejected', code });
  });

  it('says where, as NetSuite does', () => {
    expect(readRejection(field('item.items[3].taxCode'))).toMatchObject({ where: 'item.items[3].taxCode' });
  });

  it('that names a document under our external id is unknown, never a rejection', () => {
    const response = refusal(
      400,
      'USER_ERROR',
      'Error while accessing a resource. This record already exists.',
      'externalId',
    );
    expect(readRejection(response).kind).toBe('unknown');
  });

  it('for its number of requests was not sent', () => {
    const response = refusal(400, 'SSS_REQUEST_LIMIT_EXCEEDED', 'Request limit exceeded');
    expect(readRejection(response)).toMatchObject({ kind: 'not-sent', reason: 'RATE_LIMITED' });
  });

  it.each([['{}'], ['[]'], ['{"o:errorDetails":[]}'], ['{"error":"x"}']])(
    'in another shape is unknown: %s',
    (text) => {
      expect(readRejection({ ...field('x'), text }).kind).toBe('unknown');
    },
  );
});

describe('a refused read', () => {
  it.each([
    ['RESPONSE_INVALID', refusal(400, 'INVALID_PARAMETER', 'Invalid search query.', 'q')],
    ['PERMISSION_DENIED', refusal(400, 'INSUFFICIENT_PERMISSION', 'Permission Violation')],
    ['RATE_LIMITED', refusal(400, 'REQUEST_LIMIT_EXCEEDED', 'too many')],
  ])('%s', (code, response) => {
    expect(readFailure(response)?.code).toBe(code);
  });

  it('is left to the general table where NetSuite says no more', () => {
    expect(readFailure(refusal(401, 'INVALID_LOGIN', 'Invalid login attempt.'))).toBeNull();
    expect(readFailure({ ...field('x'), text: 'oops' })).toBeNull();
  });
});
