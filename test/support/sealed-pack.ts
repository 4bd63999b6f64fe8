import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenPack, openPack } from '#core/app/packs/open-pack.ts';
import { silentLog } from '#core/base/log.ts';
import { seededRandom } from '#core/base/random.ts';
import type { Failure, Result } from '#core/base/result.ts';
import type { PlacedPack } from '#core/contract/packs.ts';
import { clientOf } from './ready-to-close.ts';
import { SkippingClock } from './sample-world.ts';
import { startTinyWorld, type TinyWorld } from './tiny-world.ts';

/** A tiny company with an invoice that went through, one that is held, one with an exception, a reconciliation, and a pack. */
export interface SealedWorld {
  readonly tiny: TinyWorld;
  readonly pack: PlacedPack & { readonly path: string };
  close(): Promise<void>;
}

/** Seals a month of a tiny company. */
export async function startSealedWorld(): Promise<SealedWorld> {
  const tiny = await startWorldToSeal();
  return { tiny, pack: await sealMonth(tiny), close: () => tiny.close() };
}

/** A tiny company with something on every screen. */
export async function startWorldToSeal(): Promise<TinyWorld> {
  const tiny = await startTinyWorld();
  tiny.issueInvoice(tiny.addCustomer(), { netMinor: 20_000 });
  tiny.issueInvoice(tiny.addCustomer(), { netMinor: 9_000_000 });
  tiny.issueInvoice(tiny.addCustomer({ inErp: false, taxSetup: 'Missing' }), { netMinor: 30_000 });
  await tiny.sync();
  await clientOf(tiny.world, 'maria').reconciliation.run.mutate({ period: '2026-09' });
  return tiny;
}

/** Seals a month with the key of a person. */
export async function sealMonth(
  tiny: TinyWorld,
  person = 'maria',
  period = '2026-09',
): Promise<SealedWorld['pack']> {
  const made = await clientOf(tiny.world, person).packs.make.mutate({ period });
  if (made.path === null) throw new Error('a pack that was just made has a path');
  return { ...made, path: made.path };
}

/** Opens a pack into a folder of its own; `left` counts what the opening left there. */
export function openingOf(path: string, fingerprint?: string): Result<OpenPack, Failure> {
  return openPack({
    path,
    fingerprint,
    privateFolder: tmpdir(),
    clock: new SkippingClock(),
    random: seededRandom('pack'),
    log: silentLog,
  });
}

/** A folder for files of a test, and what takes it away. */
export function scratchFolder(): { readonly path: (name: string) => string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-scratch-'));
  return {
    path: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
