/** One place where something durable happens or leaves the process: fault tests stop the process exactly there. */
export interface WritePointAbout {
  readonly name: string;
  /** `file function` of every call site that stands at this point; a test compares them with the code. */
  readonly where: readonly string[];
}

/**
 * Every place where this process writes or sends, numbered as in the fault model. `W11` and `W32` stand around each commit
 * of the one transaction function, so no write to the database lies outside the list. W02 (a row for duplicates) is the
 * content hash of W01; W06 (an answer to a notification) does not exist yet; W17 and W18 lie at the vendor and on the wire,
 * and the fault ports of the sandbox stand for them.
 */
export const writePoints = {
  W01: { name: 'source record written', where: ['core/sync/ingest.ts #record'] },
  W03: { name: 'events appended', where: ['core/journal/projection.ts record'] },
  W04: { name: 'projections written', where: ['core/journal/projection.ts record'] },
  W05: { name: 'cursor of a page written', where: ['core/sync/ingest.ts page'] },
  W07: { name: 'posting prepared, not yet held', where: ['core/sync/commands/posting-desk.ts prepare'] },
  W08: { name: 'posting held', where: ['core/sync/commands/posting-desk.ts #create'] },
  W09: { name: 'decision of a person written', where: ['core/sync/commands/posting-desk.ts decide'] },
  W10: { name: 'approval by policy written', where: ['core/sync/commands/posting-desk.ts #approveByPolicy'] },
  W11: { name: 'transaction committed', where: ['core/storage/store.ts transact'] },
  W12: { name: 'attempt and not-before written', where: ['core/sync/commands/sender.ts #startAttempt'] },
  W13: {
    name: 'attempt committed',
    where: ['core/sync/commands/sender.ts #claim', 'core/sync/commands/sender.ts #resolve'],
  },
  W14: {
    name: 'look-up leaving',
    where: [
      'core/sync/commands/sender.ts #lookUp',
      'core/sync/commands/search-freshness.ts #shortestAgeShownMs',
      'core/sync/commands/search-freshness.ts observe',
    ],
  },
  W15: { name: 'look-up answered', where: ['core/sync/commands/sender.ts #lookUp'] },
  W16: { name: 'bytes leaving', where: ['core/sync/commands/sender.ts #send'] },
  W19: { name: 'answer read', where: ['core/sync/commands/sender.ts #send'] },
  W22: { name: 'outcome committed', where: ['core/sync/commands/sender.ts #send'] },
  W23: { name: 'result of a look-up written', where: ['core/sync/commands/sender.ts #settleLookUp'] },
  W25: { name: 'anchor leaving', where: ['core/app/create-core.ts anchorWriter'] },
  W26: { name: 'anchor written', where: ['core/app/create-core.ts anchorWriter'] },
  W27: { name: 'new workspace filled beside its place', where: ['core/app/init-workspace.ts initWorkspace'] },
  W28: { name: 'new workspace moved into place', where: ['core/app/init-workspace.ts initWorkspace'] },
  W29: { name: 'copy before a migration made beside its place', where: ['core/storage/backup.ts backUp'] },
  W30: { name: 'statements of a migration run', where: ['core/storage/migrations.ts migrate'] },
  W31: { name: 'schema version raised', where: ['core/storage/migrations.ts migrate'] },
  W32: { name: 'transaction about to be committed', where: ['core/storage/store.ts transact'] },
  W33: { name: 'interrupted attempts marked', where: ['core/sync/commands/sender.ts recover'] },
  W34: { name: 'epoch raised', where: ['core/storage/owner-lock.ts startEpoch'] },
  W35: { name: 'sealed pack written beside its place', where: ['core/app/packs/write-pack.ts writePack'] },
  W36: { name: 'sealed pack in its place', where: ['core/app/packs/write-pack.ts writePack'] },
  W37: { name: 'copy before a migration read back', where: ['core/storage/backup.ts backUp'] },
  W38: { name: 'copy before a migration in its place', where: ['core/storage/backup.ts backUp'] },
} as const satisfies Readonly<Record<`W${number}`, WritePointAbout>>;

export type WritePoint = keyof typeof writePoints;

/** Told of each point that is passed; by default nobody is. */
export type WritePointWatcher = (point: WritePoint) => void;
