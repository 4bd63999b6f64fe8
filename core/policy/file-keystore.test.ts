import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signDecision, verifyDecision } from './decision.ts';
import { createFileKeystore } from './file-keystore.ts';
import { generateKeys } from './keys.ts';
import { code, decision, keysOf } from './workspace.testing.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-keys-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function open(keys = join(folder, 'keys')) {
  return createFileKeystore(keys, { workspaceFolder: join(folder, 'workspace'), checksModes: true });
}

describe('file keystore', () => {
  it('keeps a key for its owner alone, and signs with what it gives back', () => {
    const keystore = open();
    if (!keystore.ok) throw new Error(keystore.error.message);
    const keys = generateKeys();
    expect(code(keystore.value.save('olga', keys))).toBe('ok');
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'keys', 'olga.pem')).mode & 0o777).toBe(0o600);
    const pem = keystore.value.privateKeyOf('olga');
    const signature = signDecision(decision, pem.ok ? pem.value : '');
    expect(signature.ok && verifyDecision(decision, signature.value, keys.publicKey)).toBe(true);
  });

  it('replaces nothing, reads nothing that others can read, and finds nothing that is not there', () => {
    const keystore = open();
    if (!keystore.ok) throw new Error(keystore.error.message);
    const keys = keystore.value;
    keys.save('olga', keysOf('olga'));
    expect(code(keys.save('olga', keysOf('other')))).toBe('KEY_EXISTS');
    expect(code(keys.privateKeyOf('ben'))).toBe('KEY_MISSING');
    chmodSync(join(folder, 'keys', 'olga.pem'), 0o640);
    expect(code(keys.privateKeyOf('olga'))).toBe('KEY_EXPOSED');
    for (const name of ['../olga', '/etc/passwd', 'Olga', '']) {
      expect(code(keys.privateKeyOf(name))).toBe('KEY_NAME_INVALID');
      expect(code(keys.save(name, keysOf('x')))).toBe('KEY_NAME_INVALID');
    }
    expect(readdirSync(join(folder, 'keys'))).toEqual(['olga.pem']);
  });

  it('does not live in the workspace', () => {
    expect(code(open(join(folder, 'workspace')))).toBe('KEYSTORE_INSIDE_WORKSPACE');
    expect(code(open(join(folder, 'workspace', 'keys')))).toBe('KEYSTORE_INSIDE_WORKSPACE');
    expect(code(open(join(folder, 'workspace-keys')))).toBe('ok');
  });
});
