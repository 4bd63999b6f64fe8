import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiErrorCodes, errorKindOf, errorKinds } from './errors.ts';

/** Files whose failures procedures hand on. */
const sources = [
  'app/close/close-period.ts',
  'policy/authority.ts',
  'policy/judge-decision.ts',
  'policy/period-move.ts',
  'policy/phases.ts',
  'policy/policy-desk.ts',
  'policy/policy-settings.ts',
  'mapping/mapping-draft.ts',
  'mapping/mapping-failure.ts',
  'mapping/succession.ts',
  'trace/tracer.ts',
  'app/router/decide-postings.ts',
  'app/router/exceptions-router.ts',
  'app/router/postings-router.ts',
  'app/router/release-cause.ts',
  'app/router/sync-router.ts',
];

describe('error codes of the API', () => {
  it.each(sources)('know every code of %s', (path) => {
    const text = readFileSync(join(process.cwd(), 'core', path), 'utf8');
    // Only what is given as a code: hold reasons and states are in capitals as well.
    const codes = [...text.matchAll(/(?:code: |(?:refuse|fail)\(\s*)'([A-Z]+(?:_[A-Z]+)+)'/g)].map(
      ([, code]) => code ?? '',
    );
    const elsewhere = new Set(['HELD_FOR_APPROVAL', 'OUTCOME_UNKNOWN', 'CIRCUIT_OPEN', 'POLICY_EXISTS']);
    const unknown = codes.filter((code) => !elsewhere.has(code) && errorKindOf(code) === null);
    expect(unknown).toEqual([]);
  });

  it('finds codes in most of them, so that it cannot pass by finding none', () => {
    const found = sources.filter((path) =>
      /(?:code: |refuse\(\s*)'[A-Z]+_/.test(readFileSync(join(process.cwd(), 'core', path), 'utf8')),
    );
    expect(found.length).toBeGreaterThan(10);
  });

  it('have one kind each', () => {
    for (const [code, kind] of apiErrorCodes()) {
      expect(code).toMatch(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/);
      expect(errorKinds).toContain(kind);
    }
    expect(errorKindOf('NEVER_HEARD_OF')).toBeNull();
  });
});
