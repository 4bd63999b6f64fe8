import type { Clock } from '../base/clock.ts';
import type { Ids } from '../base/ids.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import { type Day, dayOfEpochMs } from '../domain/day.ts';
import type { EventDraft } from '../journal/event.ts';
import type { Recorder } from '../journal/projection.ts';
import { MappingRepository } from '../storage/repositories/mappings.ts';
import type { Store } from '../storage/store.ts';
import { createLiveMappings, fromTable } from './live-mappings-store.ts';
import type { MappingLookup } from './lookup.ts';
import { changedMembers, type MappingChange } from './mapping-difference.ts';
import { checkMappingDraft, type MappingDraft } from './mapping-draft.ts';
import type { DecidedPayload, EndedPayload, ProposedPayload } from './mapping-event.ts';
import {
  everyEntity,
  fallbackKey,
  isInForce,
  type MappingRow,
  type MappingState,
  type MappingType,
} from './mapping-row.ts';
import {
  frozen,
  type MappingFailure,
  noRetirement,
  notADraft,
  notYours,
  reasonFailure,
  retirementFailure,
} from './mapping-failure.ts';
import { closingsOf, withDraftLive } from './succession.ts';

/** Asks whether a person may do something here and now, and journals a refusal. */
export type MappingGate = (request: {
  readonly actor: string;
  readonly action: 'mapping.propose' | 'mapping.approve' | 'mapping.reject' | 'freeze.override';
  /** '' is every entity. */
  readonly legalEntity: string;
  /** People who must not be behind the decision: they proposed what it is about. */
  readonly excluded: readonly string[];
  readonly subject: string;
}) => Result<unknown, Failure>;

export interface MappingDeskPorts {
  readonly store: Store;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly gate: MappingGate;
  /** The period of a legal entity ('' for any) that is frozen for its close now, or null. */
  readonly frozenPeriod: (legalEntity: string) => string | null;
}

export interface MappingDecision {
  readonly by: string;
  readonly reason: string;
  /** Lets the change through a close freeze; needs the right to override and is journalled with the decision. */
  readonly overridesFreeze?: boolean;
}

export interface MappingFilter {
  readonly type?: MappingType;
  readonly legalEntity?: string;
  readonly state?: MappingState;
}

/** Where mappings are proposed, decided by a second person, ended and read. All of a call happens, or nothing. */
export class MappingDesk {
  readonly #ports: MappingDeskPorts;
  readonly #mappings: MappingRepository;
  readonly #live;

  constructor(ports: MappingDeskPorts) {
    this.#ports = ports;
    this.#mappings = new MappingRepository(ports.store);
    this.#live = createLiveMappings(ports.store, ports.recorder);
  }

  /** Answers from the rows in force; made anew only when a mapping changed. */
  live(): MappingLookup {
    return this.#live.lookup();
  }

  rows(): readonly MappingRow[] {
    return this.#live.rows();
  }

  list(filter: MappingFilter = {}): readonly MappingRow[] {
    return this.rows().filter(
      (row) =>
        (filter.type === undefined || row.type === filter.type) &&
        (filter.legalEntity === undefined || row.legalEntity === filter.legalEntity) &&
        (filter.state === undefined || row.state === filter.state),
    );
  }

  /** Every version of one key, oldest first, whatever became of it. */
  history(slot: Pick<MappingRow, 'type' | 'sourceKey' | 'legalEntity'>): readonly MappingRow[] {
    return this.#mappings.slot(slot.type, slot.sourceKey, slot.legalEntity).map(fromTable);
  }

  /** What a row changes against the row that held, or would hold, on the day it begins. */
  difference(id: string): Result<MappingChange, MappingFailure> {
    const after = this.#find(id);
    if (!after.ok) return after;
    const before = this.history(after.value)
      .filter((row) => row.id !== id && row.version < after.value.version && isInForce(row))
      .filter((row) => row.validFromOn <= after.value.validFromOn)
      .at(-1);
    return ok({ before: before ?? null, after: after.value, changed: changedMembers(before, after.value) });
  }

  /** People who proposed any of these rows: they may not approve a posting made with them. */
  proposersOf(ids: readonly string[]): readonly string[] {
    const wanted = new Set(ids);
    return [...new Set(this.rows().flatMap((row) => (wanted.has(row.id) ? [row.proposedBy] : [])))].sort();
  }

  /** How many postings each fallback row made, most used first. */
  fallbackUses(): readonly { readonly mappingId: string; readonly uses: number }[] {
    return this.#mappings.fallbackCounts().map(({ mapping_id: mappingId, uses }) => ({ mappingId, uses }));
  }

  propose(
    drafts: readonly MappingDraft[],
    by: string,
    reason: string,
    replaces: readonly string[] = [],
  ): Result<readonly MappingRow[], MappingFailure> {
    const noReason = reasonFailure(reason);
    if (noReason) return noReason;
    for (const [index, draft] of drafts.entries()) {
      const checked = checkMappingDraft(draft, `drafts[${index}]`);
      if (!checked.ok) return checked;
    }
    return this.#ports.store.transact(() => {
      const gone = this.#withdrawAll(replaces, by, reason);
      if (!gone.ok) return gone;
      for (const draft of drafts) {
        const subject = `${draft.type} "${draft.sourceKey}"`;
        const allowed = this.#ports.gate({
          actor: by,
          action: 'mapping.propose',
          legalEntity: draft.legalEntity ?? everyEntity,
          excluded: [],
          subject,
        });
        if (!allowed.ok) return allowed;
      }
      return ok(drafts.map((draft) => this.#recordProposal(draft, by, reason)));
    });
  }

  /** Takes back one's own drafts: whoever may propose may also think better of it. */
  withdraw(
    ids: readonly string[],
    by: string,
    reason: string,
  ): Result<readonly MappingRow[], MappingFailure> {
    const noReason = reasonFailure(reason);
    if (noReason) return noReason;
    return this.#ports.store.transact(() => {
      const gone = this.#withdrawAll(ids, by, reason);
      return gone.ok ? this.#findAll(ids) : gone;
    });
  }

  #withdrawAll(ids: readonly string[], by: string, reason: string): Result<void, MappingFailure> {
    const rows = this.#findAll(ids);
    if (!rows.ok) return rows;
    for (const row of rows.value) {
      if (row.state !== 'draft') return err(notADraft(row));
      if (row.proposedBy !== by) return err(notYours(row));
      const allowed = this.#ask(row, 'mapping.propose', by, []);
      if (!allowed.ok) return allowed;
    }
    for (const row of rows.value) this.#append(row.id, 'rejected', { reason }, by);
    return ok(undefined);
  }

  /** Makes drafts live, earliest first, closing what each of them takes over. The proposer cannot be the approver. */
  approve(ids: readonly string[], decision: MappingDecision): Result<readonly MappingRow[], MappingFailure> {
    return this.#decide(ids, decision, 'mapping.approve', (rows) => {
      const ordered = [...rows].sort((left, right) => (left.validFromOn < right.validFromOn ? -1 : 1));
      const planned = this.#planApproval(ordered, decision.by);
      if (!planned.ok) return planned;
      for (const { row, closings } of planned.value) {
        const frozenPeriod = this.#ports.frozenPeriod(row.legalEntity) ?? undefined;
        for (const { mappingId, validToOn } of closings) {
          const payload: EndedPayload = { validToOn, supersededBy: row.id };
          this.#append(mappingId, 'superseded', { ...payload }, decision.by);
        }
        const payload: DecidedPayload = {
          reason: decision.reason,
          ...(frozenPeriod === undefined ? {} : { frozenPeriod }),
        };
        this.#append(row.id, 'approved', { ...payload }, decision.by);
      }
      return ok(undefined);
    });
  }

  reject(ids: readonly string[], decision: MappingDecision): Result<readonly MappingRow[], MappingFailure> {
    const noReason = reasonFailure(decision.reason);
    if (noReason) return noReason;
    return this.#decide(ids, decision, 'mapping.reject', (rows) => {
      for (const row of rows) this.#append(row.id, 'rejected', { reason: decision.reason }, decision.by);
      return ok(undefined);
    });
  }

  /** Asks for live rows to end on a day (the first on which they no longer hold); a second person decides. */
  proposeRetirement(
    ids: readonly string[],
    validToOn: Day,
    by: string,
    reason: string,
  ): Result<readonly MappingRow[], MappingFailure> {
    const noReason = reasonFailure(reason);
    if (noReason) return noReason;
    return this.#ports.store.transact(() => {
      const rows = this.#findAll(ids);
      if (!rows.ok) return rows;
      for (const row of rows.value) {
        const wrong = retirementFailure(row, validToOn);
        if (wrong) return err(wrong);
        const allowed = this.#ask(row, 'mapping.propose', by, []);
        if (!allowed.ok) return allowed;
      }
      for (const row of rows.value) this.#append(row.id, 'retirement-proposed', { validToOn, reason }, by);
      return this.#findAll(ids);
    });
  }

  approveRetirement(
    ids: readonly string[],
    decision: MappingDecision,
  ): Result<readonly MappingRow[], MappingFailure> {
    return this.#decideRetirement(ids, decision, 'mapping.approve', (row, validToOn) => {
      const frozenPeriod = this.#ports.frozenPeriod(row.legalEntity) ?? undefined;
      const payload: EndedPayload = {
        validToOn,
        reason: decision.reason,
        ...(frozenPeriod === undefined ? {} : { frozenPeriod }),
      };
      this.#append(row.id, 'retired', { ...payload }, decision.by);
    });
  }

  rejectRetirement(
    ids: readonly string[],
    decision: MappingDecision,
  ): Result<readonly MappingRow[], MappingFailure> {
    return this.#decideRetirement(ids, decision, 'mapping.reject', (row) => {
      this.#append(row.id, 'retirement-rejected', { reason: decision.reason }, decision.by);
    });
  }

  #decide(
    ids: readonly string[],
    decision: MappingDecision,
    action: 'mapping.approve' | 'mapping.reject',
    apply: (rows: readonly MappingRow[]) => Result<void, MappingFailure>,
  ): Result<readonly MappingRow[], MappingFailure> {
    return this.#ports.store.transact(() => {
      const rows = this.#findAll(ids);
      if (!rows.ok) return rows;
      for (const row of rows.value) {
        if (row.state !== 'draft') return err(notADraft(row));
        // Nobody needs a second person to take back their own proposal.
        const excluded = action === 'mapping.approve' ? [row.proposedBy] : [];
        const allowed = this.#ask(row, action, decision.by, excluded);
        if (!allowed.ok) return allowed;
        const thawed = action === 'mapping.approve' ? this.#checkFreeze(row, decision) : ok(undefined);
        if (!thawed.ok) return thawed;
      }
      const applied = apply(rows.value);
      return applied.ok ? this.#findAll(ids) : applied;
    });
  }

  #decideRetirement(
    ids: readonly string[],
    decision: MappingDecision,
    action: 'mapping.approve' | 'mapping.reject',
    apply: (row: MappingRow, validToOn: Day) => void,
  ): Result<readonly MappingRow[], MappingFailure> {
    return this.#ports.store.transact(() => {
      const rows = this.#findAll(ids);
      if (!rows.ok) return rows;
      for (const row of rows.value) {
        if (row.retirement === null) return err(noRetirement(row));
        // A successor may have ended the row since the retirement was proposed.
        const wrong = action === 'mapping.approve' ? retirementFailure(row, row.retirement.validToOn) : null;
        if (wrong) return err(wrong);
        const excluded = action === 'mapping.approve' ? [row.retirement.proposedBy] : [];
        const allowed = this.#ask(row, action, decision.by, excluded);
        if (!allowed.ok) return allowed;
        const thawed = action === 'mapping.approve' ? this.#checkFreeze(row, decision) : ok(undefined);
        if (!thawed.ok) return thawed;
      }
      for (const row of rows.value) {
        if (row.retirement !== null) apply(row, row.retirement.validToOn);
      }
      return this.#findAll(ids);
    });
  }

  #planApproval(drafts: readonly MappingRow[], decidedBy: string) {
    let rows = this.rows();
    const plan: { row: MappingRow; closings: readonly { mappingId: string; validToOn: Day }[] }[] = [];
    for (const row of drafts) {
      const closings = closingsOf(row, rows);
      if (!closings.ok) return closings;
      const after = withDraftLive(rows, row, decidedBy);
      if (!after.ok) return after;
      plan.push({ row, closings: closings.value });
      rows = after.value;
    }
    return ok(plan);
  }

  #checkFreeze(row: MappingRow, decision: MappingDecision): Result<unknown, MappingFailure> {
    const period = this.#ports.frozenPeriod(row.legalEntity);
    if (period === null) return ok(undefined);
    if (decision.overridesFreeze !== true) return err(frozen(row, period));
    const noReason = reasonFailure(decision.reason);
    return noReason ?? this.#ask(row, 'freeze.override', decision.by, []);
  }

  #ask(
    row: MappingRow,
    action: 'mapping.propose' | 'mapping.approve' | 'mapping.reject' | 'freeze.override',
    actor: string,
    excluded: readonly string[],
  ): Result<unknown, Failure> {
    return this.#ports.gate({ actor, action, legalEntity: row.legalEntity, excluded, subject: row.id });
  }

  #recordProposal(draft: MappingDraft, by: string, reason: string): MappingRow {
    const id = this.#ports.ids.next('map');
    const legalEntity = draft.legalEntity ?? everyEntity;
    const payload: ProposedPayload = {
      version: this.history({ type: draft.type, sourceKey: draft.sourceKey, legalEntity }).length + 1,
      type: draft.type,
      legalEntity,
      sourceKey: draft.sourceKey,
      target: draft.target,
      validFromOn: draft.validFromOn,
      validToOn: draft.validToOn ?? null,
      isFallback: draft.sourceKey === fallbackKey,
      reason,
    };
    this.#append(id, 'proposed', payload as unknown as EventDraft['payload'], by);
    const recorded = this.#mappings.find(id);
    return fromTable(recorded as NonNullable<typeof recorded>);
  }

  #append(id: string, what: string, payload: EventDraft['payload'], actor: string): void {
    const { recorder, clock } = this.#ports;
    const version = recorder.journal.nextVersion(id);
    recorder.recordAll([
      {
        type: `mapping.${what}`,
        aggregateId: id,
        aggregateVersion: version,
        idempotencyKey: `${id}/${version}`,
        correlationId: id,
        actor,
        effectiveOn: dayOfEpochMs(clock.now()),
        payload,
      },
    ]);
  }

  #find(id: string): Result<MappingRow, MappingFailure> {
    const row = this.#mappings.find(id);
    if (row) return ok(fromTable(row));
    return err({
      code: 'MAPPING_NOT_FOUND',
      message: `There is no mapping ${id}.`,
      where: id,
      fix: 'List the mappings and use one of their ids.',
    });
  }

  #findAll(ids: readonly string[]): Result<readonly MappingRow[], MappingFailure> {
    const rows: MappingRow[] = [];
    for (const id of new Set(ids)) {
      const row = this.#find(id);
      if (!row.ok) return row;
      rows.push(row.value);
    }
    return ok(rows);
  }
}
