import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PlacedPack } from '#core/contract/packs.ts';
import type { RecordedEvent } from '#core/journal/event.ts';
import type { Core } from '../create-core.ts';
import { packFolder } from './seal-pack.ts';

/** Payload of `pack.sealed`. */
interface SealedPayload extends Omit<PlacedPack, 'path' | 'madeBy' | 'madeAt'> {
  readonly madeByName: string;
}

/** The packs that were made of a period, newest first, as the journal has them; of each, whether its file is still there. */
export function listPacks(core: Core, period: string): PlacedPack[] {
  return core.journal
    .ofAggregate(`pack:${period}`)
    .map((event) => placedPack(core, event))
    .reverse();
}

function placedPack(core: Core, { payload, actor, recordedAt }: RecordedEvent): PlacedPack {
  const { madeByName, ...pack } = payload as unknown as SealedPayload;
  const path = join(dirname(core.store.path), packFolder, pack.fileName);
  return {
    ...pack,
    madeBy: { id: actor, name: madeByName },
    madeAt: recordedAt,
    path: core.sealed === null && existsSync(path) ? path : null,
  };
}
