import { describe, expect, it } from 'vitest';
import { parseNetSuiteSettings } from './config.ts';

const settings = {
  baseUrl: 'https://1234567-sb1.suitetalk.api.netsuite.com',
  environment: 'sandbox',
  clientId: 'client',
  certificateId: 'certificate',
};

describe('the settings of a NetSuite connection', () => {
  it('have defaults for all but address and credentials', () => {
    expect(parseNetSuiteSettings(settings)).toMatchObject({
      ok: true,
      value: {
        ...settings,
        algorithm: 'PS256',
        privateKeySecret: 'privateKey',
        searchLagMs: 60_000,
        pageSize: 500,
      },
    });
  });

  it.each([
    ['a missing client', { ...settings, clientId: undefined }, '$.clientId'],
    ['another environment', { ...settings, environment: 'test' }, '$.environment'],
    ['a plain address', { ...settings, baseUrl: 'http://example.com' }, '$.baseUrl'],
    ['a field name that is a query', { ...settings, crmIdField: 'custentity_x, (SELECT 1)' }, '$.crmIdField'],
    ['a page beyond what NetSuite gives', { ...settings, pageSize: 1_001 }, '$.pageSize'],
    ['an algorithm NetSuite does not take', { ...settings, algorithm: 'RS256' }, '$.algorithm'],
  ])('refuse %s and say where', (_name, input, where) => {
    const parsed = parseNetSuiteSettings(input);
    expect(parsed.ok ? [] : parsed.error.map((failure) => failure.where)).toEqual([where]);
  });

  it('refuse what they do not know, a secret above all', () => {
    const parsed = parseNetSuiteSettings({ ...settings, privateKey: '-----BEGIN PRIVATE KEY-----' });
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain('BEGIN');
  });
});
