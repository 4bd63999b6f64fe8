import type { CanonicalValue } from '#core/base/canonical-json.ts';
import { err, ok, type Failure, type Result } from '#core/base/result.ts';
import { lastDayOf } from '#core/domain/day.ts';
import { inWords, money } from '#core/domain/money.ts';
import type { EventDraft } from '#core/journal/event.ts';
import type { Action } from '#core/policy/permissions.ts';
import {
  type DocumentRow,
  type GroupRow,
  ReconciliationRows,
} from '#core/storage/repositories/reconciliation-rows.ts';
import { ManualMatchRepository } from '#core/storage/repositories/manual-matches.ts';
import {
  type ReconciliationRow,
  ReconciliationRepository,
} from '#core/storage/repositories/reconciliations.ts';
import type { Core } from '../create-core.ts';
import {
  documentTaken,
  entitiesApart,
  entityLocked,
  groupNotFound,
  notWithinTolerance,
  runNotCurrent,
  runNotFound,
} from './match-failure.ts';
import { HeldDocuments, sealedKeys, suggestionKey } from './people-matches.ts';
import { comparable, groupRow } from './run-rows.ts';
import { entitiesOf, type Weighed, weigh } from './weigh-match.ts';

export interface ChosenSides {
  readonly left: readonly string[];
  readonly right: readonly string[];
}

interface Chosen {
  readonly left: readonly DocumentRow[];
  readonly right: readonly DocumentRow[];
}

interface MatchPlan extends Chosen {
  readonly origin: 'accepted' | 'manual';
  readonly rule: string;
  readonly reason: string;
}

/** What people decide about the matches of a period's current run. Each decision is an event that later runs respect. */
export class MatchDesk {
  readonly #core: Core;
  readonly #rows: ReconciliationRows;
  readonly #runs: ReconciliationRepository;

  constructor(core: Core) {
    this.#core = core;
    this.#rows = new ReconciliationRows(core.store);
    this.#runs = new ReconciliationRepository(core.store);
  }

  /** What a match of these documents would be: the difference, and whether the tolerance lets it be. */
  weigh(runId: string, chosen: ChosenSides): Result<Weighed, Failure> {
    const run = this.#runs.get(runId);
    if (!run) return err(runNotFound(runId));
    const found = this.#documents(runId, chosen);
    return found.ok ? ok(weigh(found.value, this.#core.policy.policy())) : found;
  }

  match(runId: string, chosen: ChosenSides, by: string, reason: string): Result<string, Failure> {
    return this.#core.store.transact(() => {
      const run = this.#current(runId);
      if (!run.ok) return run;
      const found = this.#documents(runId, chosen);
      if (!found.ok) return found;
      return this.#make(run.value, { ...found.value, origin: 'manual', rule: 'manual', reason }, by);
    });
  }

  /** Says yes to suggestions (or to one ambiguity that is one to one): all of them or none. */
  accept(
    runId: string,
    numbers: readonly number[],
    by: string,
    reason: string,
  ): Result<readonly string[], Failure> {
    return this.#each(runId, numbers, (run, group, sides) => {
      if (group.status === 'matched') return err(documentTaken(group.reference));
      return this.#make(run, { ...sides, origin: 'accepted', rule: group.rule, reason }, by);
    });
  }

  /** Says no to suggestions: the same documents with the same content are not suggested again. */
  reject(
    runId: string,
    numbers: readonly number[],
    by: string,
    reason: string,
  ): Result<readonly string[], Failure> {
    return this.#each(runId, numbers, (run, group, sides) => {
      const allowed = this.#allow(by, 'reconciliation.match', run, entitiesOf(sides));
      if (!allowed.ok) return allowed;
      if (group.status === 'matched') return err(documentTaken(group.reference));
      return ok(this.#turnDown(run, group, sides, by, reason));
    });
  }

  /** Takes one match back: a person's ends; one that a rule made is turned down, so that the rule does not make it again. */
  unmatch(runId: string, number: number, by: string, reason: string): Result<string, Failure> {
    return this.#core.store.transact(() => {
      const run = this.#current(runId);
      if (!run.ok) return run;
      const group = this.#rows.group(runId, number);
      if (!group || group.status !== 'matched') return err(groupNotFound(runId, number));
      const sides = this.#sidesOf(group);
      const allowed = this.#allow(by, 'reconciliation.match', run.value, entitiesOf(sides));
      if (!allowed.ok) return allowed;
      const { match_id: id } = group;
      if (id === null) return ok(this.#turnDown(run.value, group, sides, by, reason));
      this.#record('reconciliation.unmatched', id, by, run.value.period, {
        period: run.value.period,
        reason,
      });
      this.#rows.dissolve(runId, number);
      return ok(id);
    });
  }

  /** Takes back every match that the run's rules made. What people matched stays. Running again makes them again. */
  undoRun(runId: string, by: string, reason: string): Result<number, Failure> {
    return this.#core.store.transact(() => {
      const run = this.#current(runId);
      if (!run.ok) return run;
      const allowed = this.#allow(by, 'reconciliation.undo-run', run.value, []);
      if (!allowed.ok) return allowed;
      const locked = this.#lockedOf(run.value.period);
      if (locked.length > 0) return err(entityLocked(locked.join(', '), run.value.period));
      const matches = this.#rows.dissolveByRule(runId, `run ${run.value.number} was undone`);
      const { period } = run.value;
      this.#record('reconciliation.run-undone', `reconciliation:${period}`, by, period, {
        period,
        runId,
        matches,
        reason,
      });
      return ok(matches);
    });
  }

  #each(
    runId: string,
    numbers: readonly number[],
    decide: (run: ReconciliationRow, group: GroupRow, sides: Chosen) => Result<string, Failure>,
  ): Result<readonly string[], Failure> {
    const undo = new Error('refused');
    let refused: Failure | null = null;
    const ids: string[] = [];
    try {
      this.#core.store.transact(() => {
        const run = this.#current(runId);
        for (const number of new Set(numbers)) {
          const group = run.ok ? this.#rows.group(runId, number) : null;
          const decided = !run.ok
            ? run
            : group
              ? decide(run.value, group, this.#sidesOf(group))
              : err(groupNotFound(runId, number));
          if (!decided.ok) {
            refused = decided.error;
            throw undo;
          }
          ids.push(decided.value);
        }
      });
    } catch (cause) {
      if (cause !== undo) throw cause;
    }
    return refused ? err(refused) : ok(ids);
  }

  #make(run: ReconciliationRow, plan: MatchPlan, by: string): Result<string, Failure> {
    const { left, right, origin, rule, reason } = plan;
    const entities = entitiesOf(plan);
    const allowed = this.#allow(by, 'reconciliation.match', run, entities);
    if (!allowed.ok) return allowed;
    if (entities.length > 1) return err(entitiesApart(entities));
    const taken = this.#takenOf(plan);
    if (taken) return err(taken);
    const weighed = weigh(plan, this.#core.policy.policy());
    const main = left[0] ?? right[0];
    if (!weighed.isAllowed || !main || weighed.differenceMinor === null) {
      return err(notWithinTolerance(weighed.message));
    }
    if (weighed.differenceMinor !== 0n && reason.trim().length < 3) {
      const difference = inWords(money(weighed.differenceMinor, main.currency));
      return err(notWithinTolerance(`${difference} is written off: say why.`));
    }
    const id = this.#core.ids.next('mat');
    this.#record('reconciliation.matched', id, by, run.period, {
      period: run.period,
      runId: run.id,
      origin,
      rule,
      sides: sealed(plan),
      differenceMinor: weighed.differenceMinor.toString(),
      currency: main.currency,
      reason,
    });
    this.#rows.regroup(
      groupRow(run.id, {
        status: 'matched',
        origin,
        rule,
        matchId: id,
        reason,
        left: left.map(comparable),
        right: right.map(comparable),
      }),
      [...left, ...right],
    );
    return ok(id);
  }

  #turnDown(run: ReconciliationRow, group: GroupRow, sides: Chosen, by: string, reason: string): string {
    const seals = sealed(sides);
    const key = suggestionKey(seals.left, seals.right);
    this.#record('reconciliation.suggestion-rejected', `suggestion:${key}`, by, run.period, {
      period: run.period,
      suggestionKey: key,
      rule: group.rule,
      sides: seals,
      reason,
    });
    this.#rows.dissolve(run.id, group.number);
    return key;
  }

  #sidesOf({ run_id: runId, number }: GroupRow): Chosen {
    const documents = this.#rows.documentsOf(runId, number);
    return {
      left: documents.filter(({ side }) => side === 'left'),
      right: documents.filter(({ side }) => side === 'right'),
    };
  }

  #documents(runId: string, chosen: ChosenSides): Result<Chosen, Failure> {
    const found: Record<'left' | 'right', DocumentRow[]> = { left: [], right: [] };
    for (const side of ['left', 'right'] as const) {
      for (const key of new Set(chosen[side])) {
        const row = this.#rows.document(runId, side, key);
        if (!row) return err(groupNotFound(runId, key));
        if (row.status === 'matched') return err(documentTaken(row.reference ?? row.external_id));
        found[side].push(row);
      }
    }
    const taken = this.#takenOf(found);
    return taken ? err(taken) : ok(found);
  }

  /** A run knows only its own rows: what people matched in the run of a neighbouring period takes a document as well. */
  #takenOf(chosen: Chosen): Failure | null {
    const held = new HeldDocuments(new ManualMatchRepository(this.#core.store).live());
    const holder = held.holderOf(sealedKeys(sealed(chosen)));
    if (!holder) return null;
    const document = [...chosen.left, ...chosen.right].find(
      (row) => `${row.side} ${row.document_key}` === holder.key,
    );
    return documentTaken(document?.reference ?? document?.external_id ?? holder.key, holder.match);
  }

  #current(runId: string): Result<ReconciliationRow, Failure> {
    const run = this.#runs.get(runId);
    if (!run) return err(runNotFound(runId));
    if (run.state === 'superseded' || !this.#rows.hasRows(runId)) return err(runNotCurrent(run));
    return ok(run);
  }

  #lockedOf(period: string): string[] {
    const run = this.#runs.newest(period);
    const scopes = run ? (JSON.parse(run.body) as { scopes: { legalEntity: string }[] }).scopes : [];
    const entities = [...new Set(scopes.map(({ legalEntity }) => legalEntity))];
    return entities.filter((entity) => isLocked(this.#core, entity, period)).sort();
  }

  #allow(
    actor: string,
    action: Action,
    { period, id }: ReconciliationRow,
    entities: readonly string[],
  ): Result<unknown, Failure> {
    const locked = entities.find((legalEntity) => isLocked(this.#core, legalEntity, period));
    if (locked !== undefined) return err(entityLocked(locked, period));
    const gate = (legalEntity: string | null) =>
      this.#core.people.gate({ actor, action, legalEntity, subject: id });
    if (entities.length === 0) return gate(null);
    for (const legalEntity of entities) {
      const allowed = gate(legalEntity);
      if (!allowed.ok) return allowed;
    }
    return ok(null);
  }

  #record(
    type: string,
    aggregateId: string,
    actor: string,
    period: string,
    payload: { readonly [name: string]: CanonicalValue | undefined },
  ): void {
    const version = this.#core.journal.nextVersion(aggregateId);
    const draft: EventDraft = {
      type,
      aggregateId,
      aggregateVersion: version,
      idempotencyKey: `${aggregateId}/${version}`,
      correlationId: `reconciliation:${period}`,
      actor,
      effectiveOn: lastDayOf(period),
      payload,
    };
    this.#core.recorder.recordAll([draft]);
  }
}

/** A period that is closed here or in the ERP is for looking at. */
export function isLocked(core: Core, legalEntity: string, period: string): boolean {
  return core.policy.periodState(legalEntity, lastDayOf(period)) === 'closed';
}

function sealed({ left, right }: Chosen) {
  const seal = ({ document_key: key, fingerprint }: DocumentRow) => ({ key, fingerprint });
  return { left: left.map(seal), right: right.map(seal) };
}
