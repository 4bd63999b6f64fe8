import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseBaseUrl } from './base-url.ts';
import { countStalled, readCursor, writeCursor } from './cursor.ts';
import { readPayload, writePayload } from './payload.ts';

const schema = z.object({ v: z.literal(1), after: z.string() });

describe('cursors', () => {
  it('are read back as they were written', () => {
    expect(readCursor(schema, writeCursor({ v: 1, after: 'x' }))).toEqual({
      ok: true,
      value: { v: 1, after: 'x' },
    });
  });

  it.each([['{"v":2,"after":"x"}'], ['rubbish'], ['']])('of another layout are expired: %s', (cursor) => {
    const read = readCursor(schema, cursor);
    expect(read.ok ? null : read.error.code).toBe('CURSOR_EXPIRED');
  });

  it('stop after three pages that get nowhere, and forget the count when they move', () => {
    const stuck = { recordCount: 5, hasMoved: false, isLast: false };
    const empty = { recordCount: 0, hasMoved: true, isLast: false };
    expect(countStalled(0, stuck)).toEqual({ ok: true, value: 1 });
    expect(countStalled(1, empty)).toEqual({ ok: true, value: 2 });
    const third = countStalled(2, stuck);
    expect(third.ok ? null : third.error.code).toBe('NOT_ADVANCING');
    expect(countStalled(2, { recordCount: 1, hasMoved: true, isLast: false })).toEqual({
      ok: true,
      value: 0,
    });
    expect(countStalled(2, { recordCount: 0, hasMoved: false, isLast: true })).toEqual({
      ok: true,
      value: 0,
    });
  });
});

describe('the address of a connection', () => {
  it.each([
    ['https://a.example', 'https://a.example'],
    ['https://a.example/', 'https://a.example'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost', 'http://localhost'],
    ['http://a.example', null],
    ['http://127.0.0.1.a.example', null],
    ['https://user:word@a.example', null],
    ['https://a.example/path', null],
    ['ftp://a.example', null],
    ['a.example', null],
  ])('%s', (text, origin) => {
    const result = parseBaseUrl(text, '$.baseUrl');
    expect(result.ok ? result.value : null).toBe(origin);
  });
});

describe('a payload', () => {
  it('is one text per request and carries the body byte for byte', () => {
    const body = '{"b":1.10,"a":"é"}';
    const request = {
      method: 'PUT',
      path: '/x',
      headers: { b: '1', a: '2' },
      body,
      about: { total: '1.10' },
    } as const;
    const text = writePayload(request);
    expect(readPayload(text)).toEqual(request);
    expect(writePayload({ ...request, headers: { a: '2', b: '1' } })).toBe(text);
    expect(readPayload(text).body).toBe(body);
  });
});
