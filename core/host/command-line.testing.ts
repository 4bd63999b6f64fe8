import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runCommandLine } from './command-line.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as the one JSON document that `--json` promises. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly error: { code: string; message: string; where: string | null; fix: string | null };
}

/** A folder of its own, in which commands are run as a shell would. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'tieout-desk-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | object): string {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  /** Runs a command in this process, with streams of its own. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const [stdout, stderr] = [new Collected(), new Collected()];
    const code = await runCommandLine(args, {
      stdout,
      stderr,
      stdin: Object.assign(Readable.from([]), { isTTY: false }),
      env,
      workingFolder: this.folder,
    });
    return {
      code,
      stdout: stdout.text,
      stderr: stderr.text,
      get document() {
        return JSON.parse(stdout.text) as Ran['document'];
      },
      get error() {
        return (JSON.parse(stdout.text) as { error: Ran['error'] }).error;
      },
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

/** What `tieout sandbox` prints, for organisations that nobody answers for. */
export function unreachableAccess(): object {
  const baseUrl = 'http://127.0.0.1:9';
  const mapping = { validFromOn: '2026-01-01' };
  return {
    salesforce: {
      baseUrl,
      orgId: '00D000000000001AAA',
      credentials: {
        clientId: 'client',
        clientSecret: 'secret',
        username: 'u@example.com',
        privateKeyPem: 'pem',
      },
    },
    stripe: { baseUrl, accountId: 'acct_1', secretKey: 'sk_test_1', webhookSecret: 'whsec_1' },
    netsuite: {
      baseUrl,
      accountId: 'TSTDRV1',
      credentials: { clientId: 'client', certificateId: 'certificate', privateKeyPem: 'pem' },
    },
    control: { url: baseUrl, token: 'token' },
    sample: {
      months: ['2026-09'],
      cutoverOn: '2026-09-13',
      todayMs: Date.UTC(2026, 9, 5),
      clockOffsetMs: 0,
      mappings: [
        { ...mapping, type: 'subsidiary', sourceKey: 'NW-US', target: { subsidiaryId: '1' } },
        { ...mapping, type: 'currency', sourceKey: 'USD', target: { currencyId: '1' } },
        {
          ...mapping,
          type: 'item',
          sourceKey: 'NW-SEAT',
          target: { itemId: '7', revenueRule: 'ratable-daily' },
        },
      ],
    },
  };
}
