import type { Failure } from '#core/base/result.ts';
import type { PackProof } from '#core/close/pack-bytes.ts';
import type { SealedPack } from '#core/contract/packs.ts';
import type { Action } from '#core/policy/permissions.ts';

/** Who reads a pack: nobody of the workspace. No person's id has a colon. */
export const packReader = 'tieout:reader';

/** What a reader may: look at everything that an auditor may look at. */
export const readerActions: readonly Action[] = [
  'workspace.read',
  'personal-data.read',
  'journal.export',
  'access.review',
];

/** A proved pack as the interface names it. */
export function sealedFacts(proof: PackProof, fileName: string): SealedPack {
  const { period, madeBy, madeAt, asOf, application } = proof.manifest;
  const { packId, fingerprint } = proof;
  return { packId, fileName, period, madeBy, madeAt, asOf, fingerprint, application };
}

/** Why nothing can be changed here. */
export function sealedReadOnly(where: string): Failure<'SEALED_READ_ONLY'> {
  return {
    code: 'SEALED_READ_ONLY',
    message: 'A sealed pack can be read, not changed.',
    where,
    fix: 'Do it in the workspace that the pack was made of.',
  };
}
