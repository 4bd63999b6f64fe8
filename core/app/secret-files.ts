import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../base/assert.ts';

const namePattern = /^[A-Za-z0-9-]+$/;

/**
 * Secrets of the headless host: one file each, readable by their owner only, in a folder beside the database and never
 * in it. The desktop host keeps them in the operating system's keystore instead.
 */
export function createSecretFiles(folder: string) {
  const pathOf = (connectionId: string, secret: string): string => {
    assert(namePattern.test(connectionId) && namePattern.test(secret), `not the name of a secret: ${secret}`);
    return join(folder, `${connectionId}.${secret}`);
  };
  return {
    write(connectionId: string, secret: string, value: string): void {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const path = pathOf(connectionId, secret);
      writeFileSync(path, value, { mode: 0o600 });
      chmodSync(path, 0o600);
    },
    read(connectionId: string, secret: string): string {
      return readFileSync(pathOf(connectionId, secret), 'utf8');
    },
  };
}
