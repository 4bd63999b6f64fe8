import { present } from '#core/base/assert.ts';
import type { Values } from './body-reader.ts';
import { toMinor } from './decimal.ts';
import type { DocumentWrite } from './document-head.ts';
import type { Application, DocumentType } from './model.ts';
import { invalidField, missingValue, userError } from './refusal.ts';

/** What each type may settle. */
const TARGET_TYPES: Readonly<Partial<Record<DocumentType, readonly DocumentType[]>>> = {
  creditMemo: ['invoice'],
  customerPayment: ['invoice'],
  customerRefund: ['creditMemo', 'customerPayment'],
};

export interface Settling {
  readonly entityId: number | null;
  readonly currencyId: number;
  readonly precision: number;
  /** What the settling document has to give; null: whatever is asked of it (a refund without a total). */
  readonly availableMinor: number | null;
}

/** What the document settles after the write, or undefined when the body says nothing about it. */
export function mergeApplications(
  write: DocumentWrite,
  settling: Settling,
): readonly Application[] | undefined {
  const given = write.values['apply'];
  if (!Array.isArray(given)) return undefined;
  const { state, existing } = write;
  const before = existing === undefined ? [] : state.documents.applicationsOf(existing.id);
  const own = new Map(before.map((one) => [one.targetId, one.amountMinor]));
  const after = new Map(write.replace.has('apply') ? [] : own);
  for (const [index, values] of (given as readonly Values[]).entries()) {
    const path = `apply.items[${index}]`;
    const targetId = values['doc'];
    if (typeof targetId !== 'number') throw missingValue('Doc', `${path}.doc`);
    if (values['apply'] === false) {
      after.delete(targetId);
      continue;
    }
    after.delete(targetId);
    const openMinor = openOf(write, settling, targetId, path) + (own.get(targetId) ?? 0);
    const leftMinor = settling.availableMinor === null ? openMinor : settling.availableMinor - sum(after);
    after.set(
      targetId,
      amountOf(values, settling.precision, Math.min(openMinor, Math.max(0, leftMinor)), path),
    );
    requireWithin(present(after.get(targetId), 'just set'), openMinor, path);
  }
  if (settling.availableMinor !== null && sum(after) > settling.availableMinor) {
    throw userError('The applied amounts exceed the amount of this transaction.', 'apply');
  }
  const sourceId = existing?.id ?? 0;
  return [...after].map(([targetId, amountMinor]) => ({ sourceId, targetId, amountMinor }));
}

function openOf(write: DocumentWrite, settling: Settling, targetId: number, path: string): number {
  const target = present(write.state.documents.get(targetId), 'a reference that was just checked');
  const fits =
    TARGET_TYPES[write.type]?.includes(target.type) === true &&
    target.entityId === settling.entityId &&
    target.currencyId === settling.currencyId &&
    !target.voided;
  if (!fits) throw invalidField(targetId, 'doc', `${path}.doc`);
  return write.state.documents.remainingMinor(targetId);
}

function amountOf(values: Values, precision: number, fallbackMinor: number, path: string): number {
  const given = values['amount'];
  const amountMinor = typeof given === 'string' ? toMinor(given, precision) : fallbackMinor;
  if (amountMinor <= 0) throw invalidField(given ?? 0, 'amount', `${path}.amount`);
  return amountMinor;
}

function requireWithin(amountMinor: number, openMinor: number, path: string): void {
  if (amountMinor <= openMinor) return;
  throw userError('The amount applied exceeds the amount remaining on the transaction.', `${path}.amount`);
}

function sum(amounts: ReadonlyMap<number, number>): number {
  let total = 0;
  for (const amount of amounts.values()) total += amount;
  return total;
}
