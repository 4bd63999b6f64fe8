import type { Failure } from '#core/base/result.ts';
import type { PackProof } from '#core/close/pack-bytes.ts';
import { verifyDatabase } from '../verify/verify-copy.ts';
import type { OpenPack } from './open-pack.ts';

export interface PackVerification {
  readonly proof: PackProof;
  /** How many events the chain inside proves. */
  readonly events: number;
  readonly problems: readonly Failure[];
}

/**
 * After a pack was proved over its bytes and opened: proves the journal inside, with every projection rebuilt, up to the head that
 * was signed. It closes the pack, and does it on the private copy.
 */
export async function verifyOpenPack(
  pack: OpenPack,
  onProgress: (seq: number) => void,
): Promise<PackVerification> {
  const { proof, databasePath } = pack;
  const { workspace, asOf, madeAt } = proof.manifest;
  await pack.core.close();
  try {
    const anchors = [{ workspaceId: workspace.id, at: madeAt, ...asOf }];
    const order = { path: databasePath, workspaceId: workspace.id, anchors };
    const { events, problems } = await verifyDatabase(order, { onProgress });
    return { proof, events, problems };
  } finally {
    pack.remove();
  }
}
