import type { Money } from '../domain/money.ts';
import { summarise } from '../domain/entity-summary.ts';
import { isDay, dayOfEpochMs } from '../domain/day.ts';
import {
  createMappingLookup,
  type MappingAnswer,
  type MappingLookup,
  type MappingQuery,
} from '../mapping/lookup.ts';
import { checkChange, type CheckedChange } from '../mapping/draft-check.ts';
import { countCovered } from '../mapping/coverage.ts';
import type { MappingDraft } from '../mapping/mapping-draft.ts';
import type { MappingRow, MappingType } from '../mapping/mapping-row.ts';
import { mappingTypes } from '../mapping/mapping-row.ts';
import type { AnyStoredEntity } from '../storage/repositories/entities.ts';
import { EntityRepository } from '../storage/repositories/entities.ts';
import type { Posting } from '../storage/repositories/postings.ts';
import { mappedAs, mappingQuestions } from '../workflow/mapping-questions.ts';
import type { Core } from './create-core.ts';
import { offersOf } from './router/coverage-offers.ts';

/** Drafts that nobody proposed yet, and ids of some that wait for their second person. */
export interface ProposedChange {
  readonly drafts: readonly MappingDraft[];
  readonly proposed: readonly string[];
}

export interface ChangedAnswer {
  readonly query: MappingQuery;
  readonly before: MappingAnswer;
  readonly after: MappingAnswer;
  readonly isChanged: boolean;
}

/** Something that a change would touch. */
export interface Struck {
  readonly id: string;
  readonly label: string;
  readonly state: string;
  readonly legalEntity: string | null;
  readonly amount: Money | null;
  readonly changes: readonly ChangedAnswer[];
}

export interface ChangePreview extends CheckedChange {
  readonly coverage: {
    readonly offers: number;
    readonly coveredBefore: number;
    readonly coveredAfter: number;
  };
  readonly held: readonly Struck[];
  readonly waiting: readonly Struck[];
  readonly posted: readonly Struck[];
  readonly scanned: { readonly postings: number; readonly isComplete: boolean };
}

/** So many of the newest postings are asked; a preview that takes longer than a thought is not read. */
const scannedMax = 20_000;
const openStates = new Set(['HELD', 'SHADOW', 'APPROVED', 'REJECTED']);
const pastStates = new Set(['POSTED', 'SENDING', 'UNKNOWN', 'REVERSING']);

/** What would be different if all of this were approved now: what waits, what is posted, what is covered. */
export function previewChange(core: Core, change: ProposedChange): ChangePreview {
  const rows = core.mapping.rows();
  const checked = checkChange(rows, change.drafts, proposedRows(rows, change.proposed));
  const present = createMappingLookup(rows);
  const future = createMappingLookup(checked.rowsAfter);
  const touched = new Set(checked.able.map(({ type }) => type));
  const postings = core.desk.postings.newest(scannedMax + 1);
  const struck = postings.slice(0, scannedMax).flatMap((posting) => {
    const found = strikePosting(core, posting, touched, present, future);
    return found === null ? [] : [found];
  });
  const offers = offersOf(core);
  const scope = { offers, fromOn: dayOfEpochMs(core.clock.now()), months: 12 };
  return {
    ...checked,
    coverage: {
      offers: offers.length,
      coveredBefore: countCovered(rows, scope),
      coveredAfter: countCovered(checked.rowsAfter, scope),
    },
    held: struck.filter(({ state }) => openStates.has(state)),
    waiting: waitingFor(core, present, future),
    posted: struck.filter(({ state }) => pastStates.has(state)),
    scanned: {
      postings: Math.min(postings.length, scannedMax),
      isComplete: postings.length <= scannedMax,
    },
  };
}

function proposedRows(rows: readonly MappingRow[], ids: readonly string[]): MappingRow[] {
  const wanted = new Set(ids);
  return rows.filter(({ id, state }) => state === 'draft' && wanted.has(id));
}

function strikePosting(
  core: Core,
  posting: Posting,
  touched: ReadonlySet<MappingType>,
  present: MappingLookup,
  future: MappingLookup,
): Struck | null {
  if (touched.size === 0 || posting.payload === '') return null;
  const stored = core.books.entities.get(posting.subjectId);
  if (!stored) return null;
  const { command } = posting;
  const on = 'postedOn' in command ? command.postedOn : mappedAs(core.books, stored)?.on;
  if (on === undefined) return null;
  const as = { legalEntity: posting.legalEntity, on };
  const changes = mappingQuestions(core.books, stored, as)
    .filter(({ type }) => touched.has(type))
    .map((query) => answerBoth(query, present, future))
    .filter(({ isChanged }) => isChanged);
  if (changes.length === 0) return null;
  const { id, sourceReference, state, legalEntity, amount } = posting;
  return { id, label: sourceReference, state, legalEntity, amount, changes };
}

/** Open exceptions that miss exactly what the change brings. */
function waitingFor(core: Core, present: MappingLookup, future: MappingLookup): Struck[] {
  return core.exceptions.exceptions.inState('open').flatMap((item): Struck[] => {
    const query = missingIn(item.code, item.detail);
    if (query === null) return [];
    const answer = answerBoth(query, present, future);
    if (!answer.isChanged || answer.after.kind !== 'found') return [];
    const { id, message, code, legalEntity, amount } = item;
    return [{ id, label: message, state: code, legalEntity, amount, changes: [answer] }];
  });
}

function missingIn(
  code: string,
  { type, key, legalEntity, on }: Readonly<Record<string, string | number | null>>,
): MappingQuery | null {
  if (code !== 'MAPPING_MISSING' && code !== 'MAPPING_AMBIGUOUS') return null;
  const known = mappingTypes.find((one) => one === type);
  if (known === undefined || typeof key !== 'string' || typeof on !== 'string' || !isDay(on)) return null;
  return { type: known, key, legalEntity: String(legalEntity ?? ''), on };
}

function answerBoth(query: MappingQuery, present: MappingLookup, future: MappingLookup): ChangedAnswer {
  const [before, after] = [present.resolve(query), future.resolve(query)];
  return { query, before, after, isChanged: targetOf(before) !== targetOf(after) };
}

/** What a document would say: a new row with the same target changes nothing that anybody sees. */
function targetOf(answer: MappingAnswer): string {
  return answer.kind === 'found'
    ? JSON.stringify(Object.entries(answer.target).sort(([a], [b]) => (a < b ? -1 : 1)))
    : answer.kind;
}

export interface MappingSample {
  readonly stored: AnyStoredEntity;
  readonly label: string;
  readonly legalEntity: string;
  readonly on: string;
  readonly amount: Money | null;
  readonly answers: readonly ChangedAnswer[];
}

const sampledKinds = ['order', 'invoice', 'credit-note', 'payment'] as const;
const searchedPerKind = 400;

/**
 * Real documents and what the mappings answer them now and with the change: those first that the change touches, then the
 * newest, all kinds in turn.
 */
export function testChange(core: Core, change: ProposedChange, limit: number): readonly MappingSample[] {
  const rows = core.mapping.rows();
  const checked = checkChange(rows, change.drafts, proposedRows(rows, change.proposed));
  const [present, future] = [createMappingLookup(rows), createMappingLookup(checked.rowsAfter)];
  const entities = new EntityRepository(core.store);
  const perKind = sampledKinds.map((kind) =>
    (entities.newestOfKind(kind, searchedPerKind) as AnyStoredEntity[]).flatMap((stored) => {
      const as = mappedAs(core.books, stored);
      if (as === null) return [];
      const answers = mappingQuestions(core.books, stored, as).map((query) =>
        answerBoth(query, present, future),
      );
      const { number, amount } = summarise(stored.entity);
      const label = `${stored.kind.replaceAll('-', ' ')} ${number ?? stored.externalId}`;
      return [{ stored, label, ...as, amount, answers }];
    }),
  );
  const inTurn: MappingSample[] = [];
  for (let place = 0; perKind.some((samples) => place < samples.length); place += 1) {
    for (const samples of perKind) {
      const sample = samples[place];
      if (sample) inTurn.push(sample);
    }
  }
  const isTouched = ({ answers }: MappingSample) => answers.some(({ isChanged }) => isChanged);
  return [...inTurn.filter(isTouched), ...inTurn.filter((sample) => !isTouched(sample))].slice(0, limit);
}
